import { render } from "@react-email/render";
import { type CSSProperties, createElement as h, type ReactElement, type ReactNode } from "react";
import type { OutgoingMail } from "../../../kernel/mailer.ts";

/** The sender's branding: a portal, a community, or the platform's console. Colours are `#rrggbb` from a validated theme. */
export interface MailBrand {
  name: string;
  accent: string;
  onAccent: string;
}

interface Letter {
  to: string;
  locale: "fr" | "en";
  brand: MailBrand;
  subject: string;
  greeting: string;
  paragraphs: string[];
  action: { label: string; link: string };
  /** Small print: how long the link lasts, what to do if the mail is unexpected. */
  notes: string[];
  /** The page where the recipient chooses which mails to get. */
  settings?: { label: string; link: string } | undefined;
  /** Links that stop what the mail is about. */
  stops?: readonly { label: string; link: string }[];
  /** Text above the written-out link, for programs that show no buttons. */
  linkHint: string;
}

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = "#1c1f26";
/** 6:1 on white. */
const MUTED = "#5a6070";

/** Mail programs drop style sheets, so each element has its own style. */
const styles = {
  body: { margin: 0, padding: "24px 12px", background: "#f3f4f6" },
  sheet: { maxWidth: 560, margin: "0 auto", background: "#ffffff" },
  brand: { margin: "0 0 24px", fontSize: 15, fontWeight: 600, color: INK, fontFamily: FONT },
  paragraph: { margin: "0 0 16px", fontSize: 16, lineHeight: "25px", color: INK, fontFamily: FONT },
  small: { margin: "0 0 8px", fontSize: 13, lineHeight: "20px", color: MUTED, fontFamily: FONT },
  button: {
    display: "inline-block",
    padding: "12px 20px",
    textDecoration: "none",
    fontSize: 16,
    fontWeight: 600,
    borderRadius: 4,
    fontFamily: FONT,
  },
} as const satisfies Record<string, CSSProperties>;

const small = (...content: ReactNode[]) => h("p", { style: styles.small }, ...content);

/** One narrow column in a table: Outlook ignores the width of other elements. */
function sheet({ brand, greeting, paragraphs, action, linkHint, notes, settings, stops = [] }: Letter): ReactElement {
  const letterRows = h(
    "td",
    { style: { padding: "28px 32px 8px" } },
    h("p", { style: styles.brand }, brand.name),
    ...[greeting, ...paragraphs].map((text) => h("p", { style: styles.paragraph }, text)),
    h(
      "p",
      { style: { margin: "24px 0" } },
      h("a", { href: action.link, style: { ...styles.button, background: brand.accent, color: brand.onAccent } }, action.label),
    ),
    small(linkHint, h("br"), h("a", { href: action.link, style: { color: MUTED, wordBreak: "break-all" } }, action.link)),
  );
  const smallPrint = h(
    "td",
    { style: { padding: "8px 32px 28px", borderTop: "1px solid #e4e6ea" } },
    ...notes.map((note) => small(note)),
    ...stops.map(({ label, link }) => small(h("a", { href: link, style: { color: MUTED } }, label))),
    settings && small(h("a", { href: settings.link, style: { color: MUTED } }, settings.label)),
  );
  const look = { role: "presentation", align: "center", width: "100%", cellPadding: 0, cellSpacing: 0 } as const;
  return h(
    "table",
    { ...look, style: { ...styles.sheet, borderTop: `4px solid ${brand.accent}` } },
    h("tbody", null, h("tr", null, letterRows), h("tr", null, smallPrint)),
  );
}

/** The mail as HTML that every mail program can show, and as plain text. */
export async function letter(content: Letter): Promise<OutgoingMail> {
  const { to, subject, brand, action, settings, stops = [] } = content;
  const head = h(
    "head",
    null,
    h("meta", { charSet: "utf-8" }),
    h("meta", { name: "viewport", content: "width=device-width" }),
    h("title", null, subject),
  );
  const html = await render(h("html", { lang: content.locale }, head, h("body", { style: styles.body }, sheet(content))));
  const text = [
    content.greeting,
    ...content.paragraphs,
    `${action.label}:\n${action.link}`,
    ...content.notes,
    ...stops.map(({ label, link }) => `${label}:\n${link}`),
    ...(settings ? [`${settings.label}:\n${settings.link}`] : []),
    `-- \n${brand.name}`,
  ].join("\n\n");
  return { to, subject, html, text, unsubscribe: stops.length === 1 ? stops[0]?.link : undefined };
}
