import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { newSecret } from "../../../modules/identity/providers/policy.ts";
import { type Arrival, arrive, askToLink, openOutsideAccount } from "../../../modules/identity/providers/service/arrive.ts";
import { type Begun, beginAtProvider } from "../../../modules/identity/providers/service/begin.ts";
import { nameIn } from "../../../modules/identity/providers/service/manage.ts";
import { receiveFromProvider } from "../../../modules/identity/providers/service/receive.ts";
import { type Face, faceOf, faceQuery } from "../../../pages/hub/face.ts";
import { noProblem } from "../../../pages/hub/form.ts";
import { linkForm, messagePage, newcomerForm } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { browserSecret, goToProvider } from "./browser-secret.ts";
import { finishOwnLink } from "./link-steps.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { enter, showKeep, showSecondFactor, showSignIn } from "./sign-in-steps.ts";
import { type HubParts, isFromHub, openStep, type Step, stepPath, uidOf } from "./step.ts";

/** The sign-in of people as their institution does: to a provider and back, and what its answer opens. */

const providerId = z.object({ providerId: z.uuid() });
/** A link of the sign-in page to a provider. */
export async function beginOutside(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return sendProblem(reply, step.face, "expired", 410);
  const named = providerId.safeParse(request.params);
  const secret = browserSecret(core, request) || newSecret();
  const begun: Begun = named.success
    ? await beginAtProvider(core, {
        providerId: named.data.providerId,
        step: uidOf(step),
        clientId: step.face.clientId,
        browserSecret: secret,
      })
    : { outcome: "unknown" };
  if (begun.outcome === "begun") return goToProvider(core, reply, secret, begun.url);
  const t = translator(step.face.locale, "hub");
  const provider = begun.outcome === "unavailable" ? nameIn(begun.name, step.face.locale) : "";
  const form = begun.outcome === "unavailable" ? t("errors.providerAway", { provider }) : t("errors.providerOff");
  return showSignIn(parts, reply, step, { fields: {}, form }, { email: step.emailHint }, begun.outcome === "unavailable" ? 503 : 404);
}

/** Where a provider sends the browser back. */
export async function outsideCallback(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const named = providerId.safeParse(request.params);
  const at = (request.raw.url ?? "").indexOf("?");
  const query = new URLSearchParams(at < 0 ? "" : (request.raw.url ?? "").slice(at + 1, at + 1 + 8000));
  const received = named.success
    ? await receiveFromProvider(core, { providerId: named.data.providerId, query, browserSecret: browserSecret(core, request) })
    : ({ outcome: "expired" } as const);
  const clientId = received.outcome === "expired" ? undefined : received.clientId;
  const face = await faceOf(core, { clientId, lang: undefined, acceptLanguage: request.headers["accept-language"] });
  if (received.outcome === "expired") return sendProblem(reply, face, "expired", 410);
  if (received.outcome === "arrived") {
    if (received.step === null) return finishOwnLink(parts, request, reply, received.signInId, face);
    return reply.header("cache-control", "no-store").redirect(`${stepPath(received.step)}/outside?${faceQuery(face)}`, 303);
  }
  const t = translator(face.locale, "hub");
  const title = t(received.outcome === "refused" ? "problem.refused.title" : "outside.failedTitle");
  const text =
    received.outcome === "refused" ? t("problem.refused.text") : t("outside.failedText", { provider: nameIn(received.name, face.locale) });
  const href = received.step === null ? `${face.site.origin}/` : `${stepPath(received.step)}?${faceQuery(face)}`;
  const actions = [{ label: received.step === null ? t("outside.backHome") : t("backToSignIn"), href }];
  // The browser brought what cannot be verified: no fault of this server.
  const status = received.outcome === "refused" ? 403 : 400;
  return sendPage(reply, renderPage({ face, title, path: null, body: messagePage({ title, text: [text], actions }) }), [], status);
}

/** After the provider: the person is in, or chooses. */
export async function outsideStep(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return sendProblem(reply, step.face, "expired", 410);
  const arrival = await arrive(parts.core, uidOf(step));
  if (arrival.outcome === "signed-in") return enter(parts, request, reply, step, { accountId: arrival.userId, amr: ["pwd"] });
  if (arrival.outcome === "second-factor") return showSecondFactor(parts.core, reply, step, arrival.ticket);
  if (arrival.outcome === "leaving") return showKeep(parts.core, reply, step, arrival);
  if (arrival.outcome === "expired") return sendProblem(reply, step.face, "expired", 410);
  return showChoice(reply, step, arrival);
}

type Choice = Exclude<Arrival, { outcome: "signed-in" | "second-factor" | "leaving" | "expired" }>;

function showChoice(reply: FastifyReply, step: Step, arrival: Choice): FastifyReply {
  const { face, path, targets } = step;
  const t = translator(face.locale, "hub");
  const provider = nameIn(arrival.name, face.locale);
  const page = { face, step: path, problem: noProblem, provider };
  const show = (title: string, body: ReturnType<typeof linkForm>, status: number) =>
    sendPage(reply, renderPage({ face, title, path: `${path}/outside`, body }), targets, status);
  if (arrival.outcome === "new")
    return show(t("outside.newTitle"), newcomerForm(page, { name: arrival.personName, email: arrival.email }), 200);
  if (arrival.outcome === "has-account")
    return show(t("outside.linkTitle"), linkForm(page, t("outside.hasAccountLead", { provider, email: arrival.email })), 200);
  if (arrival.outcome === "unverified") return show(t("outside.linkTitle"), linkForm(page, t("outside.unverified", { provider })), 200);
  const title = t("outside.refusedTitle");
  const text = arrival.outcome === "suspended" ? t("errors.suspended") : otherDomain(face, { ...arrival, provider });
  const actions = [{ label: t("backToSignIn"), href: `${path}?${faceQuery(face)}` }];
  return show(title, messagePage({ title, text: [text], actions }), 403);
}

function otherDomain(face: Face, { provider, email, domains }: { provider: string; email: string | null; domains: string[] }): string {
  const t = translator(face.locale, "hub");
  const list = domains.slice(0, 5).join(", ");
  return email === null
    ? t("outside.noAddress", { provider, domains: list })
    : t("outside.otherDomain", { provider, email, domains: list });
}

/** Makes an account of what the provider said. */
export async function createOutside(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return sendProblem(reply, step.face, "expired", 410);
  if (!isFromHub(parts.core, request)) return sendProblem(reply, step.face, "expired", 403);
  const userId = await openOutsideAccount(parts.core, uidOf(step), step.face.locale);
  // Something changed since the page was shown: decide again.
  if (userId === null) return reply.redirect(`${step.path}/outside?${faceQuery(step.face)}`, 303);
  return enter(parts, request, reply, step, { accountId: userId, amr: ["pwd"] });
}

/** The person has an account: its sign-in links the identity. */
export async function linkOutside(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep(parts, request, reply);
  if (step.interaction?.prompt.name !== "login") return sendProblem(reply, step.face, "expired", 410);
  if (!isFromHub(parts.core, request)) return sendProblem(reply, step.face, "expired", 403);
  const isOpen = await askToLink(parts.core, uidOf(step));
  return reply.redirect(`${step.path}${isOpen ? "" : "/outside"}?${faceQuery(step.face)}`, 303);
}
