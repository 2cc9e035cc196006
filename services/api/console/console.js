// The board: what stands, what comes, and what it rests on.
import { card, element, linkRow, withdrawn } from "/console/card.js";
import { LiveStream } from "/console/stream.js";
import { language, speak, word } from "/console/words.js";

const PAGE = 50, MOST_KEPT = 500, MOST_LINKS = 20;
const RANK = { low: 0, medium: 1, high: 2 };
const at = (id) => document.getElementById(id);
let key = null, stream = null, next = null, state = "off", drawing = null, entryFault = null;
let alerts = new Map(); // by id; {alert, open, fresh} or {gone: true}

const store = {
  get() { try { return sessionStorage.getItem("tocsin.key"); } catch { return null; } },
  set(value) { try { value ? sessionStorage.setItem("tocsin.key", value) : sessionStorage.removeItem("tocsin.key"); } catch { /* memory only */ } },
};
const headers = () => ({ Authorization: `Bearer ${key}`, "Accept-Language": language });

async function read(path) {
  const answer = await fetch(path, { headers: headers(), cache: "no-store" });
  if (answer.status === 401) throw new Error("wrongKey");
  if (!answer.ok) throw new Error("failed");
  return answer.json();
}

// Reads the list, listens, and reads it again: nothing raised in between is missed, and what is newer wins.
async function enter(wanted) {
  key = wanted; entryFault = null;
  try {
    await load(true);
  } catch (error) {
    key = null; store.set(null);
    entryFault = error.message === "wrongKey" ? "wrongKey" : "failed";
    return draw();
  }
  store.set(key);
  show("connecting");
  stream = new LiveStream("/v1/alerts/stream", headers, {
    state: (now) => { if (now !== state && now === "live" && state !== "away") load(false).catch(() => {}); show(now); },
    alert: hear,
    gap: () => { notice("gap"); load(true).catch(() => show("stale")); },
    refused: () => { leave(); entryFault = "wrongKey"; draw(); },
    tooMany: () => notice("tooMany"),
  });
  stream.run();
  draw();
  at("board-title").focus?.();
}

async function load(anew) {
  const page = await read(`/v1/alerts?order=newest&limit=${PAGE}`);
  if (anew) { alerts = new Map(); next = page.next; }
  page.items.forEach((alert) => take(alert, false));
  draw();
}

function take(alert, fresh) {
  const known = alerts.get(alert.alert_id);
  if (known?.alert && known.alert.updated_at > alert.updated_at) return;
  alerts.set(alert.alert_id, { alert, open: known?.open ?? false, fresh });
}

function hear(name, alert) {
  if (!alert.title) {
    if (alerts.has(alert.alert_id)) alerts.set(alert.alert_id, { gone: true });
  } else {
    take(alert, true);
    if (name === "raised") at("news").textContent = word("news", alert.title);
  }
  draw();
}

async function evidence(alert, body) {
  body.replaceChildren(element("p", { class: "quiet" }, word("loading")));
  const ids = alert.links.slice(0, MOST_LINKS);
  const found = await Promise.all(ids.map((id) => read(`/v1/links/${encodeURIComponent(id)}`).then(linkRow, () => element("p", { class: "quiet" }, word("hidden")))));
  const rest = alert.links.length - ids.length;
  body.replaceChildren(...found, ...(rest > 0 ? [element("p", { class: "quiet" }, word("moreLinks", rest))] : []));
}

function leave() {
  stream?.stop(); stream = null; key = null; store.set(null); alerts = new Map(); next = null; entryFault = null;
  at("alerts").replaceChildren(); at("news").textContent = ""; at("notice").hidden = true;
  show("off"); draw();
}

function show(now) {
  state = now;
  at("state").className = `state ${now}`;
  at("state-text").textContent = word(now);
}

function notice(name) { at("notice").textContent = word(name); at("notice").hidden = false; }

// Many events may come at once: the page is drawn once for all of them.
function draw() { drawing ??= requestAnimationFrame(() => { drawing = null; render(); }); }

function render() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of document.querySelectorAll(".tongue")) one.setAttribute("aria-pressed", String(one.dataset.language === language));
  show(state);
  at("entry").hidden = key !== null; at("board").hidden = key === null; at("leave").hidden = key === null;
  at("entry-error").textContent = entryFault ? word(entryFault) : "";
  if (key === null) return;
  const least = RANK[at("least").value];
  const sorted = [...alerts].sort(([, a], [, b]) => (b.alert?.updated_at ?? "").localeCompare(a.alert?.updated_at ?? ""));
  sorted.slice(MOST_KEPT).forEach(([id]) => alerts.delete(id));
  const kept = sorted.slice(0, MOST_KEPT).filter(([, one]) => one.gone || RANK[one.alert.severity] >= least);
  place(kept);
  at("count").textContent = word("shown", kept.length);
  at("none").hidden = kept.length > 0; at("more").hidden = next === null;
}

// A card is made anew only when its alert changed, so that focus and open evidence stay where they are.
function place(kept) {
  const list = at("alerts"), now = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const items = kept.map(([id, one]) => {
    const mark = `${language} ${one.gone ? "gone" : one.alert.updated_at + one.alert.status}`;
    const had = now.get(id);
    if (had?.dataset.mark === mark) return had;
    if (had) one.open = !(had.querySelector(".why")?.hidden ?? true);
    const made = one.gone ? withdrawn(id) : card(one.alert, { open: one.open, fresh: one.fresh, evidence });
    made.dataset.mark = mark;
    one.fresh = false;
    return made;
  });
  if (items.length !== list.children.length || items.some((item, index) => list.children[index] !== item)) {
    const focus = document.activeElement;
    list.replaceChildren(...items);
    if (focus && list.contains(focus)) focus.focus({ preventScroll: true });
  }
}

at("entry-form").addEventListener("submit", (event) => { event.preventDefault(); enter(at("key").value.trim()); at("key").value = ""; });
at("leave").addEventListener("click", leave);
at("least").addEventListener("change", draw);
at("more").addEventListener("click", async () => {
  const page = await read(`/v1/alerts?order=newest&limit=${PAGE}&cursor=${encodeURIComponent(next)}`);
  next = page.next;
  page.items.forEach((alert) => take(alert, false));
  draw();
});
for (const one of document.querySelectorAll(".tongue")) {
  one.addEventListener("click", () => {
    speak(one.dataset.language);
    if (key === null) return draw();
    const kept = key; stream?.stop(); alerts = new Map(); enter(kept); // texts come in the reader's language
  });
}
show("off"); draw();
if (store.get()) enter(store.get());
