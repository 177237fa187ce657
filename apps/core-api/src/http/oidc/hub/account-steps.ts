import { choosePasswordInput, forgotPasswordInput, signUpInput } from "@archipel/contracts/identity.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { offeredProviders } from "../../../modules/identity/providers/service/manage.ts";
import { accountOfCode } from "../../../modules/identity/service/enter-code.ts";
import { mayAskForMail } from "../../../modules/identity/service/requested-mails.ts";
import { requestPasswordReset, resetPassword } from "../../../modules/identity/service/reset-password.ts";
import { afterPassword } from "../../../modules/identity/service/sign-in.ts";
import { completeAccount, openInvitedAccount, requestAccount } from "../../../modules/identity/service/sign-up.ts";
import { type Face, faceQuery, mailBrandOf, signInLinkOf } from "../../../pages/hub/face.ts";
import { type FormProblem, noProblem } from "../../../pages/hub/form.ts";
import { choosePasswordForm, forgotForm, messagePage, signUpForm } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { invitedAddress } from "./invited.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { emailTyped, enter, nextPage, showKeep, showSecondFactor } from "./sign-in-steps.ts";
import { type HubParts, isFromHub, openStep, type Step } from "./step.ts";

const purposes = ["confirm", "reset"] as const;
type Purpose = (typeof purposes)[number];

const pages = {
  "sign-up": { form: signUpForm, title: "signUp.title" },
  forgot: { form: forgotForm, title: "forgot.title" },
} as const;
type PageName = keyof typeof pages;

async function show(
  { core }: HubParts,
  reply: FastifyReply,
  step: Step,
  page: PageName,
  problem: FormProblem,
  values: { name?: string; email?: string } = {},
  status = 200,
): Promise<FastifyReply> {
  const { face, path, targets } = step;
  const isInvited = step.invitation !== "";
  // An invited newcomer does not pass the sign-in page, where institutions are offered.
  const providers = isInvited && page === "sign-up" ? await offeredProviders(core, face.locale) : [];
  const body = pages[page].form({ face, step: path, problem }, { ...values, isInvited, providers });
  const title = translator(face.locale, "hub")(pages[page].title);
  return sendPage(reply, renderPage({ face, title, path: `${path}/${page}`, body }), targets, status);
}

/** The form to request an account, or another password. */
export const accountForm = (page: PageName) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const step = await openStep(parts, request, reply);
  return show(parts, reply, step, page, noProblem, { email: step.emailHint });
};

/** Sends the mail that the form requested. */
export const submitAccountForm = (page: PageName) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  const { face } = step;
  const t = translator(face.locale, "hub");
  const typed = { email: emailTyped(request.body), name: nameTyped(request.body) };
  const refuse = (problem: FormProblem, status = 422) => show(parts, reply, step, page, problem, typed, status);
  if (!isFromHub(core, request)) return refuse({ fields: {}, form: t("errors.crossSite") }, 403);

  const input = page === "sign-up" ? signUpInput.safeParse(request.body) : forgotPasswordInput.safeParse(request.body);
  if (!input.success) {
    const wrong = new Set(input.error.issues.map((issue) => issue.path[0]));
    return refuse({
      fields: {
        ...(wrong.has("name") ? { name: t("errors.nameMissing") } : {}),
        ...(wrong.has("email") ? { email: typed.email ? t("errors.emailWrong") : t("errors.emailMissing") } : {}),
      },
    });
  }
  const wait = await mayAskForMail(core, { account: input.data.email, network: networkOf(request.ip) });
  if (wait !== null) {
    reply.header("retry-after", 60 * wait);
    return refuse({ fields: {}, form: t("errors.tooMany", { minutes: wait }) }, 429);
  }
  const { data: person } = signUpInput.safeParse(request.body);
  if (page === "sign-up" && person) {
    try {
      const code = await invitedAccount(parts, step, networkOf(request.ip), person);
      if (code) return reply.redirect(nextPage(step, "confirm", { code }), 303);
    } catch (error) {
      if (error instanceof DomainError) return sendRefusal(reply, face, error);
      throw error;
    }
  }
  // Not awaited: neither the text nor the time of the response may reveal whether the address is known.
  void sendLink(parts, step, input.data).catch((error: unknown) => core.log.error({ err: error, page }, "mail was not sent"));
  return reply.redirect(nextPage(step, "sent", { of: page }), 303);
};

/**
 * The code that completes the account of an invited person; null for others. The invitation was mailed to this address, and its link is as
 * good as that of a second mail: the person chooses the password at once.
 */
async function invitedAccount(
  parts: HubParts,
  step: Step,
  network: string,
  { name, email }: { name: string; email: string },
): Promise<string | null> {
  const invited = await invitedAddress(parts, step, network);
  return invited === email ? openInvitedAccount(parts.core, { name, email, locale: step.face.locale }) : null;
}

function sendLink({ core }: HubParts, step: Step, { email, ...rest }: { email: string; name?: string }): Promise<void> {
  const { face } = step;
  const link = (purpose: Purpose) => (code: string) => {
    const query = faceQuery({ ...face, chosenLocale: face.locale }, { code });
    return `${core.env.ARCHIPEL_PUBLIC_URL}${step.path}/${purpose}?${query}`;
  };
  const common = { email, locale: face.locale, brand: mailBrandOf(face) };
  return rest.name === undefined
    ? requestPasswordReset(core, { ...common, resetLink: link("reset") })
    : requestAccount(core, { ...common, name: rest.name, confirmLink: link("confirm"), signInLink: signInLinkOf(face) });
}

/** A mail is on its way. */
export async function mailSent(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  const { face, path } = step;
  const { of } = z.object({ of: z.enum(["sign-up", "forgot"]).catch("forgot") }).parse(request.query);
  const t = translator(face.locale, "hub");
  const title = t("sent.title");
  const again = { label: t("sent.again"), href: nextPage(step, of) };
  const actions = core.env.SMTP_URL ? [again] : [{ label: t("sent.mailbox"), href: "/mailbox" }, again];
  const text = [t(of === "sign-up" ? "sent.signUp" : "sent.forgot"), t("sent.spam")];
  return sendPage(reply, renderPage({ face, title, path: `${path}/sent`, query: { of }, body: messagePage({ title, text, actions }) }));
}

/** The page behind the mail's link, where the person chooses a password. */
export const passwordForm = (purpose: Purpose) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const { code } = z.object({ code: z.string().max(200).catch("") }).parse(request.query);
  return showChoice(parts, request, reply, purpose, code, noProblem);
};

/** Redeems the link's code and stores the password. */
export const submitPassword = (purpose: Purpose) => async (parts: HubParts, request: HttpRequest, reply: FastifyReply) => {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  const t = translator(step.face.locale, "hub");
  const input = choosePasswordInput.safeParse(request.body);
  const { code, password } = z
    .object({ code: z.string().max(200).catch(""), password: z.string().catch("") })
    .catch({ code: "", password: "" })
    .parse(request.body);
  if (!isFromHub(core, request)) return showChoice(parts, request, reply, purpose, code, { fields: {}, form: t("errors.crossSite") }, 403);
  if (!input.success) {
    const sentence = password.length > 200 ? t("errors.passwordLong") : t("errors.passwordShort");
    return showChoice(parts, request, reply, purpose, code, { fields: { password: sentence } }, 422);
  }
  let account: Awaited<ReturnType<typeof accountOfCode>>;
  try {
    // Before the new password is hashed, which takes long: a code that opens nothing costs little.
    account = await accountOfCode(core, purpose, code, networkOf(request.ip));
    if (!account) return sendProblem(reply, step.face, "link", 410);
    await (purpose === "confirm" ? completeAccount : resetPassword)(core, code, input.data.password);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code !== "password-easy") return sendRefusal(reply, step.face, error);
    return showChoice(parts, request, reply, purpose, code, { fields: { password: t("errors.passwordEasy") } }, 422);
  }
  // The browser that started the sign-in continues to the site; another browser has to sign in.
  if (step.interaction && step.interaction.prompt.name === "login") {
    // Who can read the person's mails does not have their telephone.
    const next = await afterPassword(core, account);
    if (next.outcome === "second-factor") return showSecondFactor(core, reply, step, next.ticket);
    if (next.outcome === "leaving") return showKeep(core, reply, step, next);
    return enter(parts, request, reply, step, { accountId: next.userId, amr: ["pwd"] });
  }
  return reply.redirect(nextPage(step, "done", { of: purpose }), 303);
};

async function showChoice(
  parts: HubParts,
  request: HttpRequest,
  reply: FastifyReply,
  purpose: Purpose,
  code: string,
  problem: FormProblem,
  status = 200,
) {
  const { core } = parts;
  const step = await openStep(parts, request, reply);
  const { face, path, targets } = step;
  let user: Awaited<ReturnType<typeof accountOfCode>>;
  try {
    user = await accountOfCode(core, purpose, code, networkOf(request.ip));
  } catch (error) {
    if (error instanceof DomainError) return sendRefusal(reply, face, error);
    throw error;
  }
  if (!user) return sendProblem(reply, face, "link", 410);
  const title = translator(face.locale, "hub")(`${purpose}.title`);
  const body = choosePasswordForm({ face, step: path, problem }, { purpose, code, email: user.email, name: user.name });
  return sendPage(reply, renderPage({ face, title, path: `${path}/${purpose}`, query: { code }, body }), targets, status);
}

/** The page for a link that is not accepted: it opens nothing, or too many were tried. */
function sendRefusal(reply: FastifyReply, face: Face, { kind, params }: DomainError): FastifyReply {
  if (kind !== "too-many") return sendProblem(reply, face, "link", 410);
  return sendProblem(reply.header("retry-after", 60 * Number(params.minutes)), face, "tries", 429);
}

/** The password is stored, in a browser that did not start the sign-in. */
export async function passwordDone(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { face, path } = await openStep(parts, request, reply);
  const { of } = z.object({ of: z.enum(purposes).catch("confirm") }).parse(request.query);
  const t = translator(face.locale, "hub");
  const title = t(`done.${of}`);
  const actions = [{ label: t("done.action"), href: signInLinkOf(face) }];
  return sendPage(
    reply,
    renderPage({ face, title, path: `${path}/done`, query: { of }, body: messagePage({ title, text: [t("done.text")], actions }) }),
  );
}

function nameTyped(body: unknown): string {
  return typeof body === "object" && body !== null && "name" in body && typeof body.name === "string" ? body.name.slice(0, 120) : "";
}
