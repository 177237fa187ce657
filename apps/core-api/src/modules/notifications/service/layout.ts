import type { OutgoingMail } from "../../../kernel/mailer.ts";

/** Whose mail it is: a portal, a community, or the platform's console. Colours are `#rrggbb` from a validated theme. */
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
  /** The small print: how long the link lasts, what to do when the mail was not expected. */
  notes: string[];
  /** Where the recipient chooses what is mailed. */
  settings?: { label: string; link: string } | undefined;
  /** Above the link written out, for programs that show no buttons. */
  linkHint: string;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** One plain, narrow column that every mail program can show, and the same words as text. */
export function letter(content: Letter): OutgoingMail {
  const { to, subject, brand, action, settings } = content;
  const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  const small = `margin:0 0 8px;font-size:13px;line-height:20px;color:#5a6070;${font}`;
  const paragraph = (text: string) =>
    `<p style="margin:0 0 16px;font-size:16px;line-height:25px;color:#1c1f26;${font}">${escaped(text)}</p>`;
  const html = `<!doctype html>
<html lang="${content.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f4f6">
<table role="presentation" align="center" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;margin:0 auto;background:#ffffff;border-top:4px solid ${brand.accent}">
<tr><td style="padding:28px 32px 8px">
<p style="margin:0 0 24px;font-size:15px;font-weight:600;color:#1c1f26;${font}">${escaped(brand.name)}</p>
${[content.greeting, ...content.paragraphs].map(paragraph).join("\n")}
<p style="margin:24px 0"><a href="${escaped(action.link)}" style="display:inline-block;padding:12px 20px;background:${brand.accent};color:${brand.onAccent};text-decoration:none;font-size:16px;font-weight:600;border-radius:4px;${font}">${escaped(action.label)}</a></p>
<p style="${small}">${escaped(content.linkHint)}<br><a href="${escaped(action.link)}" style="color:#5a6070;word-break:break-all">${escaped(action.link)}</a></p>
</td></tr>
<tr><td style="padding:8px 32px 28px;border-top:1px solid #e4e6ea">
${content.notes.map((note) => `<p style="${small}">${escaped(note)}</p>`).join("\n")}
${settings ? `<p style="${small}"><a href="${escaped(settings.link)}" style="color:#5a6070">${escaped(settings.label)}</a></p>` : ""}
</td></tr></table></body></html>`;
  const text = [
    content.greeting,
    ...content.paragraphs,
    `${action.label}:\n${action.link}`,
    ...content.notes,
    ...(settings ? [`${settings.label}:\n${settings.link}`] : []),
    `-- \n${brand.name}`,
  ].join("\n\n");
  return { to, subject, html, text };
}
