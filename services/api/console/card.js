// One alert on the page. Texts are only ever set as text: nothing that is shown becomes markup.
import { language, word } from "/console/words.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function card(alert, { open, fresh, evidence }) {
  const body = element("div", { class: "why", id: `why-${alert.alert_id}` });
  body.hidden = !open;
  const button = element("button", { type: "button", class: "unfold", "aria-expanded": String(open), "aria-controls": body.id },
    word("why"), " ", element("span", { class: "quiet" }, `(${word("links", alert.links.length)})`));
  const unfold = () => {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
    if (!body.hidden) evidence(alert, body);
  };
  button.addEventListener("click", unfold);
  if (open) evidence(alert, body);
  return element("li", { class: `alert ${alert.severity} ${alert.status}${fresh ? " fresh" : ""}`, "data-id": alert.alert_id },
    element("article", { "aria-labelledby": `title-${alert.alert_id}` },
      element("div", { class: "top" },
        element("span", { class: `severity ${alert.severity}` }, word(alert.severity)),
        element("h3", { id: `title-${alert.alert_id}` }, alert.title),
        alert.status === "raised" ? null : element("span", { class: "status" }, word(alert.status))),
      element("ul", { class: "reasons" }, ...alert.reasons.map((reason) => element("li", {}, reason))),
      element("p", { class: "facts" },
        element("span", { class: "countries", "aria-label": word("countries") }, ...alert.countries.map(country)),
        element("span", {}, word("reports", alert.reports.length)),
        element("span", { class: `label ${alert.sharing.tlp.replace("+", "-")}` }, `TLP:${alert.sharing.tlp}`),
        ...alert.sharing.handling.map((code) => element("span", { class: "label" }, code)),
        element("span", { class: "quiet" }, `${word("rule")} ${alert.rule.id} v${alert.rule.version}`)),
      element("p", { class: "times" }, ...moment("at", alert.raised_at),
        ...(alert.updated_at === alert.raised_at ? [] : moment("updated", alert.updated_at))),
      button, body));
}

export function withdrawn(id) {
  return element("li", { class: "alert withdrawn", "data-id": id },
    element("p", {}, element("span", { class: "status" }, word("withdrawn")), " ", word("withdrawnText")));
}

function country(code) {
  let name = code;
  try { name = new Intl.DisplayNames([language], { type: "region" }).of(code); } catch { /* not a region */ }
  return element("abbr", { title: name, class: "country" }, code);
}

function moment(name, text) {
  const at = new Date(text);
  const local = at.toLocaleString(language === "fr" ? "fr-FR" : "en-GB", { dateStyle: "medium", timeStyle: "medium" });
  const utc = text.slice(0, 19).replace("T", " ");
  return [element("span", {}, `${word(name)} `, element("time", { datetime: text }, `${utc} UTC`),
    element("span", { class: "quiet" }, ` · ${local} ${word("local")}`))];
}

export function linkRow(link) {
  const rows = link.evidence.map((one) => element("tr", {}, element("td", {}, one.text),
    element("td", { class: "value" }, one.left), element("td", { class: "value" }, one.right),
    element("td", { class: "number" }, one.weight.toFixed(1))));
  const heads = ["text", "left", "right", "weight"].map((name) => element("th", { scope: "col" }, word(name)));
  return element("section", { class: "link" },
    element("h4", {}, word(link.class), " ", element("span", { class: "status" }, word(link.status)), " ",
      element("span", { class: "quiet" }, `${word("score")} ${link.score.toFixed(1)}`)),
    element("div", { class: "scroll", tabindex: "0" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))),
    element("p", { class: "ids quiet" }, ...link.reports.map((id) => element("code", {}, id))));
}
