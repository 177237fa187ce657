import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyReply } from "fastify";
import type Provider from "oidc-provider";
import { z } from "zod";
import { newSecret } from "../../../modules/identity/providers/policy.ts";
import { beginLinkAtProvider } from "../../../modules/identity/providers/service/begin.ts";
import { nameIn } from "../../../modules/identity/providers/service/manage.ts";
import { beginSignOut, finishSignOut } from "../../../modules/identity/providers/service/sign-out.ts";
import { finishLink, type HubSession, openLink } from "../../../modules/identity/providers/service/ways.ts";
import { backLabel, type Face, faceOf, signInLinkOf } from "../../../pages/hub/face.ts";
import { messagePage } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { browserSecret, goToProvider, leave } from "./browser-secret.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import type { HubParts } from "./step.ts";

/** The session that this browser has at the hub; null without one. */
export async function hubSession(provider: Provider, request: HttpRequest, reply: FastifyReply): Promise<HubSession | null> {
  const session = await provider.Session.get(provider.createContext(request.raw, reply.raw) as Parameters<typeof provider.Session.get>[0]);
  if (!session.accountId || !session.uid) return null;
  return { uid: session.uid, userId: session.accountId, signedInAt: new Date((session.loginTs ?? 0) * 1000) };
}

const linkAddress = z.object({ providerId: z.uuid() });
const ticketOf = z.object({ ticket: z.string().max(100).catch("") });

/** The address that the account page opened: goes on to the provider. */
export async function linkStep(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core, provider } = parts;
  const named = linkAddress.safeParse(request.params);
  const { ticket } = ticketOf.parse(request.query);
  const plain = await faceOf(core, { clientId: undefined, lang: undefined, acceptLanguage: request.headers["accept-language"] });
  if (!named.success) return sendProblem(reply, plain, "expired", 410);
  const opened = await openLink(core, named.data.providerId, ticket, await hubSession(provider, request, reply));
  if (opened.outcome === "expired") return sendProblem(reply, plain, "expired", 410);
  if (opened.outcome === "other-person") return show(reply, plain, "otherPerson", 403);
  const face = await faceOf(core, { clientId: opened.clientId, lang: undefined, acceptLanguage: request.headers["accept-language"] });
  if (opened.outcome === "stale") return show(reply, face, "stale", 403);
  const secret = browserSecret(core, request) || newSecret();
  const begun = await beginLinkAtProvider(core, opened.signInId, secret);
  if (begun.outcome === "begun") return goToProvider(core, reply, secret, begun.url);
  if (begun.outcome === "unknown") return sendProblem(reply, face, "expired", 410);
  const t = translator(face.locale, "hub");
  const title = t("outside.failedTitle");
  const text = [t("errors.providerAway", { provider: nameIn(begun.name, face.locale) })];
  return sendPage(reply, renderPage({ face, title, path: null, body: messagePage({ title, text, actions: home(face) }) }), [], 503);
}

/** The provider answered: the identity belongs to the account from now on. */
export async function finishOwnLink({ core, provider }: HubParts, request: HttpRequest, reply: FastifyReply, signInId: string, face: Face) {
  const outcome = await finishLink(core, signInId, await hubSession(provider, request, reply));
  if (outcome === "expired") return sendProblem(reply, face, "expired", 410);
  return show(reply, face, outcome, outcome === "linked" ? 200 : 409);
}

function show(reply: FastifyReply, face: Face, of: "linked" | "conflict" | "otherPerson" | "stale", status: number): FastifyReply {
  const t = translator(face.locale, "hub");
  const title = t(`outside.${of}.title`);
  const actions = of === "stale" ? [{ label: t("problem.retry"), href: signInLinkOf(face) }, ...home(face)] : home(face);
  const body = messagePage({ title, text: [t(`outside.${of}.text`)], actions });
  return sendPage(reply, renderPage({ face, title, path: null, body }), [], status);
}

const home = (face: Face) => [{ label: backLabel(face), href: `${face.site.origin}/` }];

/** After the sign-out of a session that came from a provider: ends it there too. */
export async function signOutStep({ core }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { ticket } = ticketOf.parse(request.query);
  const next = await beginSignOut(core, ticket);
  if (next.outcome === "at-provider") return leave(reply, next.url.href);
  return goHome({ core }, request, reply, next.outcome === "home" ? next.clientId : null);
}

/** Back from the provider: the home of the site that the person came from, which the platform's own tables name. */
export async function signedOutStep({ core }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { state } = z.object({ state: z.string().max(100).catch("") }).parse(request.query);
  return goHome({ core }, request, reply, await finishSignOut(core, state));
}

async function goHome({ core }: Pick<HubParts, "core">, request: HttpRequest, reply: FastifyReply, clientId: string | null) {
  const face = await faceOf(core, { clientId: clientId ?? undefined, lang: undefined, acceptLanguage: request.headers["accept-language"] });
  if (clientId !== null) return leave(reply, `${face.site.origin}/`);
  const t = translator(face.locale, "hub");
  const title = t("signOut.doneTitle");
  return sendPage(
    reply,
    renderPage({ face, title, path: null, body: messagePage({ title, text: [t("signOut.doneText")], actions: home(face) }) }),
  );
}
