// The live stream over fetch: EventSource can't send an Authorization header.
// It resumes with the last id, and says when nothing at all was heard for a while.
const SILENCE = 35_000; // two heartbeats of 15 s, and some
const PAUSES = [500, 1000, 2000, 5000, 10_000];

export class LiveStream {
  constructor(path, headers, on) {
    this.path = path; this.headers = headers; this.on = on;
    this.token = null; this.failures = 0; this.ended = false; this.abort = null;
  }

  async run() {
    while (!this.ended) {
      try {
        await this.connect();
      } catch { /* the network, or our own abort after silence */ }
      if (this.ended) return;
      this.on.state("stale");
      const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  stop() { this.ended = true; this.abort?.abort(); }

  async connect() {
    this.abort = new AbortController();
    const headers = { ...this.headers(), Accept: "text/event-stream" };
    if (this.token) headers["Last-Event-ID"] = this.token;
    const watch = setInterval(() => { if (Date.now() - this.heardAt > SILENCE) this.abort.abort(); }, 2000);
    this.heardAt = Date.now();
    try {
      const answer = await fetch(this.path, { headers, signal: this.abort.signal, cache: "no-store" });
      if (answer.status === 401) { this.stop(); this.on.refused(); return; }
      if (answer.status === 400) { this.token = null; this.on.gap(); return; } // the token's key was changed
      if (answer.status === 429) this.on.tooMany();
      if (!answer.ok) return;
      this.failures = 0;
      this.on.state("live");
      await this.read(answer.body.getReader());
    } finally { clearInterval(watch); }
  }

  async read(reader) {
    const decoder = new TextDecoder();
    let rest = "", event = { name: "message", data: "", id: this.token };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.heardAt = Date.now();
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          this.token = event.id;
          if (event.data) this.dispatch(event);
          event = { name: "message", data: "", id: this.token };
        } else if (line.startsWith(":")) {
          this.on.state(line.includes("away") ? "away" : "live");
        } else {
          const at = line.indexOf(":"), name = line.slice(0, at), text = line.slice(at + 1).replace(/^ /, "");
          if (name === "event") event.name = text;
          else if (name === "data") event.data += text;
          else if (name === "id") event.id = text;
        }
      }
    }
  }

  dispatch({ name, data }) {
    this.on.state("live");
    if (name === "gap") this.on.gap();
    else this.on.alert(name, JSON.parse(data));
  }
}
