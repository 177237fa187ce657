import { randomUUID } from "node:crypto";
import { translator } from "@archipel/i18n/translator.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type AddressAct, confirmAddress, offeredAddress, undoAddress } from "../../../modules/identity/address/service.ts";
import { type Face, faceOf, faceQuery, signInLinkOf } from "../../../pages/hub/face.ts";
import { addressForm, messagePage } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { type HubParts, isFromHub, stepPath } from "./step.ts";

const text = (max: number) => z.string().max(max).optional().catch(undefined);
const query = z.object({ client: text(80), lang: text(5), code: z.string().max(200).catch("") });
const body = z.object({ code: z.string().max(200).catch("") }).catch({ code: "" });

/** The page behind a mail's link that changes an address, or takes the change back: one button, because mail programs open links too. */
export const addressPage = (act: AddressAct) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const { client, lang, code } = query.parse(request.query);
  const face = await faceOf(parts.core, { clientId: client, lang, acceptLanguage: request.headers["accept-language"] });
  return show(parts, request, reply, { act, face, code });
};

interface Shown {
  act: AddressAct;
  face: Face;
  code: string;
}

async function show({ core }: HubParts, request: HttpRequest, reply: FastifyReply, { act, face, code }: Shown) {
  try {
    const offered = await offeredAddress(core, act, code, networkOf(request.ip));
    if (!offered) return sendProblem(reply, face, "link", 410);
    const title = translator(face.locale, "identity")(`hub.${act}.title`);
    const page = addressForm({ face, act, code, email: offered.email, name: offered.user.name });
    return sendPage(reply, renderPage({ face, title, path: `/hub/address/${act}`, query: { code }, body: page }), face.site.origins);
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== "too-many") throw error;
    return sendProblem(reply.header("retry-after", 60 * Number(error.params.minutes)), face, "tries", 429);
  }
}

/** Does what the page offered. */
export const submitAddress = (act: AddressAct) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const { core } = parts;
  const { client, lang } = query.parse(request.query);
  const { code } = body.parse(request.body);
  const face = await faceOf(core, { clientId: client, lang, acceptLanguage: request.headers["accept-language"] });
  if (!isFromHub(core, request)) return show(parts, request, reply, { act, face, code });
  if (act === "undo") {
    const reset = await undoAddress(core, code);
    if (reset === null) return sendProblem(reply, face, "link", 410);
    // A step that no site began: the page works without it, as it does in another browser.
    return reply.redirect(`${stepPath(randomUUID())}/reset?${faceQuery(face, { code: reset })}`, 303);
  }
  const email = await confirmAddress(core, code, face.site);
  if (email === null) return sendProblem(reply, face, "link", 410);
  const t = translator(face.locale, "identity");
  const title = t("hub.confirm.done");
  const actions = [{ label: t("hub.signIn"), href: signInLinkOf(face) }];
  return sendPage(
    reply,
    renderPage({ face, title, path: null, body: messagePage({ title, text: [t("hub.confirm.doneText", { email })], actions }) }),
  );
};
