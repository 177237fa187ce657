// <archipel-map>: a portal's map in a page of another site. docs/integrators/embedding.md describes its attributes, events and methods.
(() => {
  const script = document.currentScript;
  if (!script?.src) {
    console.error('archipel-map: load this file by <script src="https://…/embed.js?v=1" async>, not as a module.');
    return;
  }
  if (customElements.get("archipel-map")) return;

  const EVENTS = ["ready", "view-change", "feature-click"];
  const TITLES = { fr: "Carte", en: "Map" };
  const STYLE = ":host{display:block;height:30rem}:host([hidden]){display:none}iframe{display:block;width:100%;height:100%;border:0}";
  // The map reads its own data with its own origin, so it keeps it. It may open the portal in a new window, and nothing else.
  const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";

  /** The language of the map: that of the element, otherwise of the page. */
  const languageOf = (text) => /^(fr|en)\b/i.exec(text ?? "")?.[1].toLowerCase();

  class ArchipelMap extends HTMLElement {
    static observedAttributes = ["portal", "map", "layers", "basemap", "filters", "view", "box", "tools", "theme", "lang", "title"];

    #frame = null;
    #isReady = false;
    /** A view that was asked for before the map was ready. */
    #waiting = null;
    #listen = (event) => this.#hear(event);

    /** The address of the frame, by the element's attributes; `host`: the origin of the page, which gets the events. */
    static addressOf(attributes, portal, host, language) {
      const { map, layers, basemap, filters, view, box, tools, theme } = attributes;
      const query = Object.entries({ map, l: layers, b: basemap, f: filters, box, tools, theme, host }).filter(([, value]) => value);
      const path = language ? `/${language}/embed` : "/embed";
      return `${portal}${path}?${new URLSearchParams(query)}${view ? `#${view.replace(/^#/, "")}` : ""}`;
    }

    connectedCallback() {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.#frame = document.createElement("iframe");
      this.#frame.loading = "lazy";
      this.#frame.setAttribute("sandbox", SANDBOX);
      this.#frame.referrerPolicy = "strict-origin-when-cross-origin";
      this.#load();
      root.replaceChildren(this.#frame);
      addEventListener("message", this.#listen);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#listen);
      this.#frame = null;
      this.#isReady = false;
    }

    attributeChangedCallback(name, before, after) {
      if (!this.#frame || before === after) return;
      if (name === "title") this.#frame.title = this.#title;
      else if (name !== "view") this.#load();
      else if (after) {
        const [zoom, lat, lon] = after.replace(/^#/, "").split("/").map(Number);
        this.setView({ lon, lat, zoom });
      }
    }

    /** Moves the map: degrees and zoom. Before the map is ready, the last call counts. */
    setView({ lon, lat, zoom }) {
      if (![lon, lat, zoom].every(Number.isFinite)) throw new TypeError("archipel-map: setView needs { lon, lat, zoom } as numbers.");
      const view = { lon, lat, zoom };
      if (this.#isReady) this.#frame.contentWindow.postMessage({ archipel: 1, type: "set-view", view }, this.#portal);
      else this.#waiting = view;
    }

    get #portal() {
      return new URL(this.getAttribute("portal") || script.src, script.src).origin;
    }

    get #language() {
      return languageOf(this.getAttribute("lang")) ?? languageOf(document.documentElement.lang);
    }

    get #title() {
      return this.getAttribute("title") || TITLES[this.#language ?? "en"];
    }

    #load() {
      this.#isReady = false;
      const attributes = Object.fromEntries([...this.attributes].map(({ name, value }) => [name, value]));
      this.#frame.title = this.#title;
      this.#frame.src = ArchipelMap.addressOf(attributes, this.#portal, location.origin, this.#language);
    }

    /** Only the portal's own page in our frame is heard. */
    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#portal) return;
      if (data?.archipel !== 1 || !EVENTS.includes(data.type)) return;
      if (data.type === "ready") {
        this.#isReady = true;
        if (this.#waiting) this.setView(this.#waiting);
        this.#waiting = null;
      }
      this.dispatchEvent(new CustomEvent(data.type, { detail: data.detail, bubbles: true }));
    }
  }

  customElements.define("archipel-map", ArchipelMap);
})();
