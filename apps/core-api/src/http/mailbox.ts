import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Core } from "../kernel/core.ts";
import { keptMail, keptMails } from "../modules/notifications/service/mailbox.ts";
import { type Face, faceOf } from "../pages/hub/face.ts";
import { mailListPage, mailPage } from "../pages/mailbox/mails.ts";
import { hubHeaders, sendPage } from "./oidc/hub/reply.ts";
import { type CoreAlone, type HttpRequest, notFound } from "./route.ts";

/** The mailbox is only open to a browser on the machine itself, and only without SMTP. */
export function isMailboxOpen(core: Core, request: FastifyRequest): boolean {
  return !core.env.SMTP_URL && isLocal(core, request);
}

export async function mailbox({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const face = await mailboxFace(core, request);
  return sendPage(reply, mailListPage(face, await keptMails(core)));
}

export async function mail({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const face = await mailboxFace(core, request);
  return sendPage(reply, mailPage(face, await mailAsked(core, request)));
}

/** The mail as it was sent, in a frame of its own; its links open in the surrounding window. */
export async function mailContent({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const mail = await mailAsked(core, request);
  const headers = {
    ...hubHeaders(),
    "x-frame-options": "SAMEORIGIN",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  };
  return reply.headers(headers).type("text/html; charset=utf-8").send(mail.html.replace("<head>", '<head><base target="_top">'));
}

function isLocal(core: Core, request: FastifyRequest): boolean {
  const loopback = request.ip === "127.0.0.1" || request.ip === "::1" || request.ip === "::ffff:127.0.0.1";
  // Refuses a foreign host name that resolves to this machine (DNS rebinding).
  return loopback && ["localhost", "127.0.0.1", "[::1]", new URL(core.env.ARCHIPEL_PUBLIC_URL).hostname].includes(request.hostname);
}

async function mailAsked(core: Core, request: HttpRequest) {
  const asked = z.object({ id: z.uuid() }).safeParse(request.params);
  const mail = asked.success ? await keptMail(core, asked.data.id) : null;
  if (!mail) throw notFound("no-such-address");
  return mail;
}

function mailboxFace(core: Core, request: HttpRequest): Promise<Face> {
  const { lang } = z.object({ lang: z.string().optional() }).parse(request.query);
  return faceOf(core, { clientId: undefined, lang, acceptLanguage: request.headers["accept-language"] });
}
