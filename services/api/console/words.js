// Every text of the page, in both languages.
const WORDS = {
  en: {
    skip: "Skip to the alerts", purpose: "Alerts of the joint operation", leave: "Leave",
    entryTitle: "Who are you?", key: "API key", enter: "Show the alerts",
    entryText: "The platform shows what the owners of each report let you see. Your API key stays in this tab.",
    boardTitle: "Alerts", severity: "Severity", leastLow: "all", leastMedium: "medium and high",
    leastHigh: "high only", none: "No alert yet. New ones appear here by themselves.", more: "Earlier alerts",
    footer: "Handle what you read here as its label says.",
    off: "Not connected", connecting: "Connecting…", live: "Live", stale: "Stale: not connected, trying again",
    away: "Stale: the platform's own source is away", wrongKey: "This key is not known.",
    failed: "The platform does not answer. Try again.", tooMany: "Too many open live views for this participant.",
    gap: "Some events are gone for good. The list was read anew.", shown: (n) => `${n} shown`,
    low: "Low", medium: "Medium", high: "High", raised: "Open", acknowledged: "Acknowledged", closed: "Closed",
    withdrawn: "Withdrawn", withdrawnText: "This alert was withdrawn by an owner or no longer holds.",
    reports: (n) => (n === 1 ? "1 report" : `${n} reports`), links: (n) => (n === 1 ? "1 link" : `${n} links`),
    at: "Raised", updated: "Updated", local: "local", countries: "Countries", why: "Links and evidence",
    loading: "Reading…", hidden: "A link that you may not see.", moreLinks: (n) => `and ${n} more`,
    score: "score", rule: "Rule", news: (title) => `New alert: ${title}`,
    same_object: "Same object", serial_neighbour: "Neighbouring number", same_party: "Same party",
    same_method: "Same method", same_product: "Same product", reply: "Reply",
    proposed: "proposed", unsure: "unsure", confirmed: "confirmed", rejected: "rejected",
    feature: "Agreement", left: "One report", right: "The other", weight: "Weight", text: "Meaning",
  },
  fr: {
    skip: "Aller aux alertes", purpose: "Alertes de l'opération conjointe", leave: "Quitter",
    entryTitle: "Qui êtes-vous ?", key: "Clé d'API", enter: "Montrer les alertes",
    entryText: "La plateforme montre ce que les propriétaires de chaque rapport vous laissent voir. Votre clé d'API reste dans cet onglet.",
    boardTitle: "Alertes", severity: "Gravité", leastLow: "toutes", leastMedium: "moyenne et haute",
    leastHigh: "haute seulement", none: "Pas encore d'alerte. Les nouvelles apparaissent ici d'elles-mêmes.",
    more: "Alertes antérieures", footer: "Traitez ce que vous lisez ici selon son marquage.",
    off: "Non connecté", connecting: "Connexion…", live: "En direct",
    stale: "Pas à jour : non connecté, nouvel essai", away: "Pas à jour : la source de la plateforme est absente",
    wrongKey: "Cette clé n'est pas connue.", failed: "La plateforme ne répond pas. Réessayez.",
    tooMany: "Trop de vues en direct ouvertes pour ce participant.",
    gap: "Des événements sont perdus pour de bon. La liste a été relue.", shown: (n) => `${n} affichées`,
    low: "Basse", medium: "Moyenne", high: "Haute", raised: "Ouverte", acknowledged: "Prise en compte",
    closed: "Close", withdrawn: "Retirée",
    withdrawnText: "Cette alerte a été retirée par un propriétaire ou ne tient plus.",
    reports: (n) => (n === 1 ? "1 rapport" : `${n} rapports`), links: (n) => (n === 1 ? "1 lien" : `${n} liens`),
    at: "Levée", updated: "Mise à jour", local: "heure locale", countries: "Pays", why: "Liens et indices",
    loading: "Lecture…", hidden: "Un lien que vous ne pouvez pas voir.", moreLinks: (n) => `et ${n} de plus`,
    score: "score", rule: "Règle", news: (title) => `Nouvelle alerte : ${title}`,
    same_object: "Même objet", serial_neighbour: "Numéro voisin", same_party: "Même partie",
    same_method: "Même méthode", same_product: "Même produit", reply: "Réponse",
    proposed: "proposé", unsure: "incertain", confirmed: "confirmé", rejected: "rejeté",
    feature: "Concordance", left: "Un rapport", right: "L'autre", weight: "Poids", text: "Sens",
  },
};

export let language = navigator.language.startsWith("fr") ? "fr" : "en";
try { language = sessionStorage.getItem("tocsin.language") || language; } catch { /* storage may be shut off */ }

export function speak(wanted) {
  language = wanted;
  try { sessionStorage.setItem("tocsin.language", wanted); } catch { /* as above */ }
}

export function word(name, ...values) {
  const found = WORDS[language][name] ?? name;
  return typeof found === "function" ? found(...values) : found;
}
