import { formatDateTime } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { html } from "../html.ts";
import type { Face } from "../hub/face.ts";
import { renderPage } from "../hub/page.ts";

interface Mail {
  id: string;
  subject: string;
  recipient: string;
  createdAt: Date;
}

export function mailListPage(face: Face, mails: readonly Mail[]): string {
  const { locale } = face;
  const t = translator(locale, "hub");
  const rows = mails.map(
    (mail) =>
      html`<tr><td><a href="/mailbox/${mail.id}">${mail.subject}</a></td><td>${mail.recipient}</td><td><time datetime="${mail.createdAt.toISOString()}">${formatDateTime(locale, mail.createdAt)}</time></td></tr>`,
  );
  const table = html`<table><thead><tr><th scope="col">${t("mailbox.subject")}</th><th scope="col">${t("mailbox.to")}</th><th scope="col">${t("mailbox.date")}</th></tr></thead><tbody>${rows}</tbody></table>`;
  const body = html`<h1>${t("mailbox.title")}</h1><p class="lead">${t("mailbox.lead")}</p>${mails.length ? table : html`<p>${t("mailbox.empty")}</p>`}`;
  return renderPage({ face, title: t("mailbox.title"), path: "/mailbox", kind: "mailbox", body });
}

export function mailPage(face: Face, mail: Mail): string {
  const t = translator(face.locale, "hub");
  const body = html`<p><a href="/mailbox">${t("mailbox.all")}</a></p><h1>${mail.subject}</h1>
<p class="lead">${t("mailbox.to")} ${mail.recipient} – <time datetime="${mail.createdAt.toISOString()}">${formatDateTime(face.locale, mail.createdAt)}</time></p>
<iframe src="/mailbox/${mail.id}/content" title="${t("mailbox.content")}" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>`;
  return renderPage({ face, title: mail.subject, path: `/mailbox/${mail.id}`, kind: "mailbox", body });
}
