import { translator } from "@archipel/i18n/translator.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { beginRegistration, type Opened, openRegistration, registerPasskey } from "../../../modules/identity/passkeys/service/register.ts";
import {
  beginPasskeySignIn,
  beginPasskeyStep,
  signInWithPasskey,
  signInWithPasskeyStep,
} from "../../../modules/identity/passkeys/service/sign-in.ts";
import { browserOf } from "../../../modules/identity/sessions/policy.ts";
import { accountLink, type Face, faceOf } from "../../../pages/hub/face.ts";
import { type FormProblem, noProblem } from "../../../pages/hub/form.ts";
import { messagePage } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import { newPasskeyForm } from "../../../pages/hub/passkey-forms.ts";
import type { HttpRequest } from "../../route.ts";
import { hubSession } from "./link-steps.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { enter, showKeep, showSecondFactor, showSignIn } from "./sign-in-steps.ts";
import { type HubParts, isFromHub, openStep, uidOf } from "./step.ts";

/** Passkeys at the hub: alone at a sign-in, after the password, and added to an account. */

const sent = z.object({
  ticket: z.string().max(200).catch(""),
  signed: z.string().catch(""),
  name: z.string().max(200).catch(""),
});
const sentIn = (body: unknown) => sent.catch({ ticket: "", signed: "", name: "" }).parse(body);

/** What the script of a page gives to the browser; nothing where there is nothing to sign. */
function sendOptions(reply: FastifyReply, options: object | null): FastifyReply {
  reply.header("cache-control", "no-store");
  return options === null ? reply.status(204).send() : reply.type("application/json; charset=utf-8").send(JSON.stringify(options));
}

/** Too many tickets that open nothing came from the network. */
async function unlessTooMany<Answer>(work: () => Promise<Answer>): Promise<Answer | { outcome: "too-many"; minutes: number }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== "too-many") throw error;
    return { outcome: "too-many", minutes: Number(error.params.minutes) };
  }
}

/** What must be signed at a step of a sign-in, by whichever passkey, or by one of the person who typed the password. */
export async function passkeyOptions(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return reply.status(410).send();
  if (!isFromHub(core, request)) return reply.status(403).send();
  const { ticket } = sentIn(request.body);
  if (ticket === "") return sendOptions(reply, await beginPasskeySignIn(core, uidOf(step)));
  const options = await unlessTooMany(() => beginPasskeyStep(core, { step: uidOf(step), ticket, network: networkOf(request.ip) }));
  return options !== null && "outcome" in options ? reply.status(429).send() : sendOptions(reply, options);
}

/** Checks what a passkey signed. */
export async function submitPasskey(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return sendProblem(reply, step.face, "expired", 410);
  const t = translator(step.face.locale, "hub");
  const { ticket, signed } = sentIn(request.body);
  const refuse = (problem: FormProblem, status = 422) =>
    ticket === ""
      ? showSignIn(parts, reply, step, problem, { email: step.emailHint }, status)
      : showSecondFactor(core, reply, step, ticket, problem, status);
  if (!isFromHub(core, request)) return refuse({ fields: {}, form: t("errors.crossSite") }, 403);
  const given = { step: uidOf(step), signed, network: networkOf(request.ip) };
  const answer = await unlessTooMany<Awaited<ReturnType<typeof signInWithPasskeyStep>>>(() =>
    ticket === "" ? signInWithPasskey(core, given) : signInWithPasskeyStep(core, { ...given, ticket }),
  );
  if (answer.outcome === "too-many") {
    reply.header("retry-after", 60 * answer.minutes);
    return refuse({ fields: {}, form: t("errors.tooMany", { minutes: answer.minutes }) }, 429);
  }
  if (answer.outcome === "refused")
    return refuse({ fields: {}, form: t(ticket === "" ? "errors.passkeyWrong" : "errors.passkeyStepWrong") });
  if (answer.outcome === "suspended") return refuse({ fields: {}, form: t("errors.suspended") }, 403);
  if (answer.outcome === "leaving") return showKeep(core, reply, step, answer);
  if (answer.outcome === "expired") return showSignIn(parts, reply, step, { fields: {}, form: t("errors.codeExpired") }, {}, 410);
  // RFC 8176: `pop`, a key was held; `user`, its person was there. Alone, the passkey also verified who it was.
  return enter(parts, request, reply, step, {
    accountId: answer.userId,
    amr: ticket === "" ? ["pop", "user", "mfa"] : ["pwd", "pop", "mfa"],
  });
}

const clientOf = z.object({
  client: z.string().max(80).optional().catch(undefined),
  lang: z.string().max(5).optional().catch(undefined),
  ticket: z.string().max(200).catch(""),
});

async function askingOf({ provider }: HubParts, request: HttpRequest, reply: FastifyReply, ticket: string) {
  return { ticket, session: await hubSession(provider, request, reply), network: networkOf(request.ip) };
}

/** The page behind the account page's button: makes a passkey. */
export async function newPasskeyPage(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { ticket } = clientOf.parse(request.query);
  return showNew(parts, request, reply, ticket, noProblem, 200);
}

async function faceAsked({ core }: HubParts, request: HttpRequest): Promise<Face> {
  const { client, lang } = clientOf.parse(request.query);
  return faceOf(core, { clientId: client, lang, acceptLanguage: request.headers["accept-language"] });
}

async function showNew(parts: HubParts, request: HttpRequest, reply: FastifyReply, ticket: string, problem: FormProblem, status: number) {
  const face = await faceAsked(parts, request);
  const asking = await askingOf(parts, request, reply, ticket);
  const opened = await unlessTooMany(() => openRegistration(parts.core, asking));
  if (opened.outcome !== "open") return showClosed(reply, face, opened);
  const title = translator(face.locale, "hub")("newPasskey.title");
  const { name: typed } = sentIn(request.body);
  const body = newPasskeyForm({ face, problem }, { ticket, email: opened.email, name: typed || proposedName(request) });
  return sendPage(reply, renderPage({ face, title, path: null, body, hasScript: true }), [], status, true);
}

/** A name by which the person knows the device again. */
function proposedName(request: HttpRequest): string {
  const { browser, system } = browserOf(request.headers["user-agent"]);
  return [browser, system].filter(Boolean).join(" – ") || "Passkey";
}

function showClosed(
  reply: FastifyReply,
  face: Face,
  closed: Exclude<Opened, { outcome: "open" }> | { outcome: "too-many"; minutes: number },
) {
  if (closed.outcome === "too-many") return sendProblem(reply.header("retry-after", 60 * closed.minutes), face, "tries", 429);
  if (closed.outcome === "expired") return sendProblem(reply, face, "expired", 410);
  return showMessage(reply, face, closed.outcome === "stale" ? "stale" : "otherPerson", 403);
}

function showMessage(reply: FastifyReply, face: Face, of: "added" | "full" | "stale" | "otherPerson", status: number): FastifyReply {
  const t = translator(face.locale, "hub");
  const title = t(`newPasskey.${of}.title`);
  const back = { label: t("newPasskey.back"), href: accountLink(face) };
  const body = messagePage({ title, text: [t(`newPasskey.${of}.text`)], actions: [back] });
  return sendPage(reply, renderPage({ face, title, path: null, body }), [], status);
}

/** What the authenticator must make. */
export async function newPasskeyOptions(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  if (!isFromHub(parts.core, request)) return reply.status(403).send();
  const asking = await askingOf(parts, request, reply, sentIn(request.body).ticket);
  const options = await unlessTooMany(() => beginRegistration(parts.core, asking));
  if (options === null) return reply.status(410).send();
  return "outcome" in options ? reply.status(429).send() : sendOptions(reply, options);
}

/** Keeps a new passkey. */
export async function submitNewPasskey(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const face = await faceAsked(parts, request);
  const t = translator(face.locale, "hub");
  const { ticket, signed, name } = sentIn(request.body);
  const again = (form: string, status: number) => showNew(parts, request, reply, ticket, { fields: {}, form }, status);
  if (!isFromHub(parts.core, request)) return again(t("errors.crossSite"), 403);
  const asking = await askingOf(parts, request, reply, ticket);
  const given = { made: signed, name, proposedName: proposedName(request) };
  const answer = await unlessTooMany(() => registerPasskey(parts.core, asking, given));
  if (answer.outcome === "added") return showMessage(reply, face, "added", 200);
  if (answer.outcome === "refused") return again(t("errors.passkeyNotMade"), 422);
  if (answer.outcome === "full") return showMessage(reply, face, "full", 409);
  return showClosed(reply, face, answer);
}
