import { formatDateTime } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { keptMail, keptMails } from "../modules/notifications/service/mailbox.ts";
import { type Face, faceOf } from "./oidc/hub/face.ts";
import { html } from "./oidc/hub/html.ts";
import { renderPage } from "./oidc/hub/page.ts";
import { hubHeaders, sendPage } from "./oidc/hub/reply.ts";

/** `/mailbox`: the mails of an instance without SMTP, for whoever sits at the machine. */
export async function mailboxDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.addHook("onRequest", async (request) => {
    if (core.env.SMTP_URL || !isLocal(core, request)) throw new DomainError("not-found", "no-such-address");
  });

  app.get("/mailbox", async (request, reply) => {
    const face = await mailboxFace(core, request);
    const { locale } = face;
    const t = translator(locale, "hub");
    const mails = await keptMails(core);
    const rows = mails.map(
      (mail) =>
        html`<tr><td><a href="/mailbox/${mail.id}">${mail.subject}</a></td><td>${mail.recipient}</td><td><time datetime="${mail.createdAt.toISOString()}">${formatDateTime(locale, mail.createdAt)}</time></td></tr>`,
    );
    const table = html`<table><thead><tr><th scope="col">${t("mailbox.subject")}</th><th scope="col">${t("mailbox.to")}</th><th scope="col">${t("mailbox.date")}</th></tr></thead><tbody>${rows}</tbody></table>`;
    const body = html`<h1>${t("mailbox.title")}</h1><p class="lead">${t("mailbox.lead")}</p>${mails.length ? table : html`<p>${t("mailbox.empty")}</p>`}`;
    return sendPage(reply, renderPage({ face, title: t("mailbox.title"), path: "/mailbox", kind: "mailbox", body }));
  });

  app.get("/mailbox/:id", async (request, reply) => {
    const face = await mailboxFace(core, request);
    const t = translator(face.locale, "hub");
    const mail = await mailAsked(core, request);
    const body = html`<p><a href="/mailbox">${t("mailbox.all")}</a></p><h1>${mail.subject}</h1>
<p class="lead">${t("mailbox.to")} ${mail.recipient} – <time datetime="${mail.createdAt.toISOString()}">${formatDateTime(face.locale, mail.createdAt)}</time></p>
<iframe src="/mailbox/${mail.id}/content" title="${t("mailbox.content")}" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>`;
    return sendPage(reply, renderPage({ face, title: mail.subject, path: `/mailbox/${mail.id}`, kind: "mailbox", body }));
  });

  // The mail as it was sent, in a frame of its own; its links open in the window around it.
  app.get("/mailbox/:id/content", async (request, reply) => {
    const mail = await mailAsked(core, request);
    const headers = {
      ...hubHeaders(),
      "x-frame-options": "SAMEORIGIN",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    };
    return reply.headers(headers).type("text/html; charset=utf-8").send(mail.html.replace("<head>", '<head><base target="_top">'));
  });
}

function isLocal(core: Core, request: FastifyRequest): boolean {
  const loopback = request.ip === "127.0.0.1" || request.ip === "::1" || request.ip === "::ffff:127.0.0.1";
  // A name that was pointed at this machine to read its pages from elsewhere is refused too.
  return loopback && ["localhost", "127.0.0.1", "[::1]", new URL(core.env.ARCHIPEL_PUBLIC_URL).hostname].includes(request.hostname);
}

async function mailAsked(core: Core, request: FastifyRequest) {
  const asked = z.object({ id: z.uuid() }).safeParse(request.params);
  const mail = asked.success ? await keptMail(core, asked.data.id) : null;
  if (!mail) throw new DomainError("not-found", "no-such-address");
  return mail;
}

function mailboxFace(core: Core, request: FastifyRequest): Promise<Face> {
  const { lang } = z.object({ lang: z.string().optional() }).parse(request.query);
  return faceOf(core, { clientId: undefined, lang, acceptLanguage: request.headers["accept-language"] });
}
