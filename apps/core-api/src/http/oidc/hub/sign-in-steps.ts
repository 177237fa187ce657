import { signInCodeInput, signInInput } from "@archipel/contracts/identity.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { keepAccount, offerToKeep } from "../../../modules/identity/erasure/service.ts";
import { canFollowPassword, offersPasskeys } from "../../../modules/identity/passkeys/service/sign-in.ts";
import { completeSignIn } from "../../../modules/identity/providers/service/arrive.ts";
import { linkingAtStep, offeredProviders } from "../../../modules/identity/providers/service/manage.ts";
import { enterCode } from "../../../modules/identity/service/enter-code.ts";
import { signIn, signInWithCode } from "../../../modules/identity/service/sign-in.ts";
import { faceQuery } from "../../../pages/hub/face.ts";
import { type FormProblem, noProblem } from "../../../pages/hub/form.ts";
import { keepForm, secondFactorForm, signInForm } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { showConsent } from "./consent-steps.ts";
import { isInvitedNewcomer } from "./invited.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { type HubParts, isFromHub, openStep, type Step, uidOf } from "./step.ts";

/** The first page of a sign-in; for applications that are not the platform's own, the question of consent. */
export async function signInStep(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep(parts, request, reply);
  if (!step.interaction) return sendProblem(reply, step.face, "expired", 410);
  if (step.interaction.prompt.name === "consent") return showConsent(parts, reply, step);
  const { account } = firstPage.parse(request.query);
  if (account !== KNOWN && (await isInvitedNewcomer(parts, step, request))) return reply.redirect(nextPage(step, "sign-up"), 303);
  return showSignIn(parts, reply, step, noProblem, { email: step.emailHint });
}

/** What the sign-up page's link adds for people who have an account: an invited person may have it under another address. */
const KNOWN = "known";
const firstPage = z.object({ account: z.string().catch("") }).catch({ account: "" });

/** Checks the password. */
export async function submitSignIn({ core, provider }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep({ core, provider }, request, reply);
  if (!step.interaction) return sendProblem(reply, step.face, "expired", 410);
  const t = translator(step.face.locale, "hub");
  const typed = emailTyped(request.body);
  const refuse = (problem: FormProblem, status = 422) => showSignIn({ core, provider }, reply, step, problem, { email: typed }, status);
  if (!isFromHub(core, request)) return refuse({ fields: {}, form: t("errors.crossSite") }, 403);

  const input = signInInput.safeParse(request.body);
  if (!input.success) {
    const wrong = new Set(input.error.issues.map((issue) => issue.path[0]));
    return refuse({
      fields: {
        ...(wrong.has("email") ? { email: t("errors.emailMissing") } : {}),
        ...(wrong.has("password") ? { password: t("errors.passwordMissing") } : {}),
      },
    });
  }
  const answer = await signIn(core, { ...input.data, network: networkOf(request.ip) });
  if (answer.outcome === "too-many") {
    const { minutes } = answer;
    reply.header("retry-after", 60 * minutes);
    return refuse({ fields: {}, form: t("errors.tooMany", { minutes }) }, 429);
  }
  if (answer.outcome === "refused") return refuse({ fields: { email: t("errors.refused") } });
  if (answer.outcome === "leaving") return showKeep(core, reply, step, answer);
  if (answer.outcome === "suspended") return refuse({ fields: {}, form: t("errors.suspended") }, 403);
  if (answer.outcome === "second-factor") return showSecondFactor(core, reply, step, answer.ticket);
  return enter({ core, provider }, request, reply, step, { accountId: answer.userId, amr: ["pwd"] });
}

/** Signs the person in: the browser goes on to the site. `amr` says by what (RFC 8176). */
export async function enter(
  parts: HubParts,
  request: HttpRequest,
  reply: FastifyReply,
  step: Step,
  { accountId, amr }: { accountId: string; amr: string[] },
) {
  const completed = await completeSignIn(parts.core, { step: uidOf(step), userId: accountId, amr });
  if (completed.outcome === "conflict") {
    const form = translator(step.face.locale, "hub")("errors.linkedOtherwise");
    return showSignIn(parts, reply, step, { fields: {}, form }, {}, 409);
  }
  const login = { accountId, amr: completed.amr };
  const next = await parts.provider.interactionResult(request.raw, reply.raw, { login }, { mergeWithLastSubmission: false });
  return reply.redirect(next, 303);
}

/** Asks for the code that follows a password. */
export async function showSecondFactor(
  core: HubParts["core"],
  reply: FastifyReply,
  step: Step,
  ticket: string,
  problem = noProblem,
  status = 200,
): Promise<FastifyReply> {
  const { face, path, targets } = step;
  const hasScript = await canFollowPassword(core, ticket);
  const title = translator(face.locale, "hub")("secondFactor.title");
  const body = secondFactorForm({ face, step: path, problem }, { ticket, hasPasskeys: hasScript });
  return sendPage(reply, renderPage({ face, title, path: null, body, hasScript }), targets, status, hasScript);
}

const codeForm = z.object({ ticket: z.string().catch(""), code: z.string().catch(""), recovery: z.string().catch("") });

/** Checks the code that follows a password. */
export async function submitSecondFactor({ core, provider }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const step = await openStep({ core, provider }, request, reply);
  if (!step.interaction) return sendProblem(reply, step.face, "expired", 410);
  const t = translator(step.face.locale, "hub");
  const { ticket, code, recovery } = codeForm.catch({ ticket: "", code: "", recovery: "" }).parse(request.body);
  const isRecovery = recovery.trim() !== "";
  const refuse = (problem: FormProblem, status = 422) => showSecondFactor(core, reply, step, ticket.slice(0, 200), problem, status);
  if (!isFromHub(core, request)) return refuse({ fields: {}, form: t("errors.crossSite") }, 403);
  const input = signInCodeInput.safeParse({ ticket, typed: isRecovery ? recovery : code });
  if (!input.success) return refuse({ fields: { code: t("errors.codeMissing") } });
  const answer = await answered(core, { ...input.data, network: networkOf(request.ip) });
  if (answer.outcome === "too-many") {
    reply.header("retry-after", 60 * answer.minutes);
    return refuse({ fields: {}, form: t("errors.tooMany", { minutes: answer.minutes }) }, 429);
  }
  if (answer.outcome === "refused")
    return refuse({ fields: isRecovery ? { recovery: t("errors.recoveryWrong") } : { code: t("errors.codeWrong") } });
  if (answer.outcome === "leaving") return showKeep(core, reply, step, answer);
  if (answer.outcome === "suspended") return refuse({ fields: {}, form: t("errors.suspended") }, 403);
  if (answer.outcome === "expired")
    return showSignIn({ core, provider }, reply, step, { fields: {}, form: t("errors.codeExpired") }, {}, 410);
  return enter({ core, provider }, request, reply, step, {
    accountId: answer.userId,
    amr: isRecovery ? ["pwd", "kba", "mfa"] : ["pwd", "otp", "mfa"],
  });
}

/** A ticket that opens nothing counts as a try of its network. */
async function answered(core: HubParts["core"], given: Parameters<typeof signInWithCode>[1]) {
  try {
    return await signInWithCode(core, given);
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== "too-many") throw error;
    return { outcome: "too-many" as const, minutes: Number(error.params.minutes) };
  }
}

export async function showKeep(
  core: HubParts["core"],
  reply: FastifyReply,
  { face, path, targets }: Step,
  leaving: { userId: string; deletionAt: Date },
) {
  const code = await offerToKeep(core, leaving.userId);
  const title = translator(face.locale, "identity")("hub.keep.title");
  const body = keepForm({ face, step: path }, { code, date: formatDate(face.locale, leaving.deletionAt) });
  return sendPage(reply, renderPage({ face, title, path: null, body }), targets);
}

/** Keeps an account that was about to be deleted, and signs the person in. */
export async function submitKeep(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  const { code } = z
    .object({ code: z.string().max(200).catch("") })
    .catch({ code: "" })
    .parse(request.body);
  if (!step.interaction) return sendProblem(reply, step.face, "expired", 410);
  const accountId = isFromHub(core, request) ? await enterCode(core, networkOf(request.ip), () => keepAccount(core, code)) : null;
  if (accountId === null) return sendProblem(reply, step.face, "link", 410);
  return enter(parts, request, reply, step, { accountId, amr: ["pwd"] });
}

export async function showSignIn(
  { core }: HubParts,
  reply: FastifyReply,
  step: Step,
  problem: FormProblem,
  values: { email?: string } = {},
  status = 200,
): Promise<FastifyReply> {
  const { face, path, targets } = step;
  const [providers, linking] = await Promise.all([offeredProviders(core, face.locale), linkingAtStep(core, uidOf(step), face.locale)]);
  const title = translator(face.locale, "hub")("signIn.title");
  const hasScript = offersPasskeys(core);
  const body = signInForm({ face, step: path, problem }, { ...values, providers, linking, hasPasskeys: hasScript });
  return sendPage(reply, renderPage({ face, title, path, body, hasScript }), targets, status, hasScript);
}

/** The address as typed, to show it again; empty for a body that is no form. */
export function emailTyped(body: unknown): string {
  return typeof body === "object" && body !== null && "email" in body && typeof body.email === "string" ? body.email.slice(0, 254) : "";
}

/** The page that follows, in the same face. */
export function nextPage(step: Step, page: string, more: Record<string, string> = {}): string {
  return `${step.path}/${page}?${faceQuery(step.face, more)}`;
}
