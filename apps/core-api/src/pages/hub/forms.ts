import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import type { ApplicationScope } from "@archipel/contracts/applications.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type Html, html } from "../html.ts";
import { type Face, faceQuery } from "./face.ts";
import { errorSummary, type FormProblem, field } from "./form.ts";
import { passkeySignIn, passkeyStep } from "./passkey-forms.ts";

/** A step's form pages. `step` is the path of the step, `/hub/steps/<uid>`; passwords typed are never given back. */
interface FormPage {
  face: Face;
  step: string;
  problem: FormProblem;
}

interface SignInValues {
  email?: string;
  /** The institutions with which people sign in here. */
  providers?: readonly { id: string; name: string }[];
  /** The institution whose identity the sign-in links with the account. */
  linking?: string | null;
  hasPasskeys?: boolean;
}

export function signInForm({ face, step, problem }: FormPage, values: SignInValues): Html {
  const t = translator(face.locale, "hub");
  const { providers = [], linking = null, hasPasskeys = false } = values;
  return html`<h1>${t(linking === null ? "signIn.title" : "outside.linkTitle")}</h1>
<p class="lead">${linking === null ? t("signIn.lead", { site: face.siteName }) : t("outside.linkLead", { provider: linking })}</p>
${errorSummary(face, problem)}
${linking === null && providers.length > 0 ? providerLinks({ face, step }, providers) : null}
<form method="post" action="${step}/sign-in?${faceQuery(face)}" novalidate>
${field(problem, { name: "email", label: t("email"), type: "email", autocomplete: hasPasskeys ? "username webauthn" : "username", maxLength: 254, value: values.email ?? "" })}
${field(problem, { name: "password", label: t("password"), type: "password", autocomplete: "current-password", maxLength: 200 })}
<p class="aside"><a href="${step}/forgot?${faceQuery(face)}">${t("signIn.forgot")}</a></p>
<button type="submit">${t("signIn.action")}</button>
</form>
${hasPasskeys ? passkeySignIn({ face, step }) : null}
<div class="other"><p>${t("signIn.noAccount")}</p><a class="button" href="${step}/sign-up?${faceQuery(face)}">${t("signUp.title")}</a></div>`;
}

/** Links and no forms: browsers hold the redirects that follow a form to a list of addresses, and a provider redirects to any. */
function providerLinks({ face, step }: Omit<FormPage, "problem">, providers: readonly { id: string; name: string }[]): Html {
  const t = translator(face.locale, "hub");
  return html`<nav class="providers" aria-label="${t("outside.title")}">${providers.map(
    ({ id, name }) =>
      html`<a class="button" href="${step}/with/${id}?${faceQuery(face)}" rel="nofollow">${t("outside.with", { provider: name })}</a>`,
  )}</nav>
<p class="or">${t("outside.or")}</p>`;
}

interface NewcomerPage extends FormPage {
  provider: string;
}

/** The first sign-in with an institution: a new account, or the link with one that exists. */
export function newcomerForm({ face, step, problem, provider }: NewcomerPage, { name, email }: { name: string; email: string }): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("outside.newTitle")}</h1>
<p class="lead">${t("outside.newLead", { provider })}</p>
${errorSummary(face, problem)}
<ul class="facts"><li>${name}</li><li>${email}</li></ul>
<form method="post" action="${step}/outside/create?${faceQuery(face)}">
<button type="submit">${t("signUp.title")}</button>
</form>
<form method="post" action="${step}/outside/link?${faceQuery(face)}" class="other">
<p>${t("outside.hasAccount")}</p>
<button type="submit" class="quiet">${t("outside.link")}</button>
</form>`;
}

/** An account that must be opened once by its own means before the institution opens it. */
export function linkForm({ face, step, provider }: NewcomerPage, text: string): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("outside.linkTitle")}</h1>
<p class="lead">${text}</p>
<form method="post" action="${step}/outside/link?${faceQuery(face)}" class="choices">
<button type="submit">${t("outside.link")}</button>
<a class="button" href="${step}?${faceQuery(face)}">${t("backToSignIn")}</a>
</form>
<p class="hint">${t("outside.linkHint", { provider })}</p>`;
}

/** After the password: a code of the authenticator app, or one that was kept for the day without it. */
export function secondFactorForm(
  { face, step, problem }: FormPage,
  { ticket, hasPasskeys }: { ticket: string; hasPasskeys: boolean },
): Html {
  const t = translator(face.locale, "hub");
  const code = { name: "code", label: t("secondFactor.code"), hint: t("secondFactor.codeHint"), autocomplete: "one-time-code" };
  const recovery = { name: "recovery", label: t("secondFactor.recovery"), hint: t("secondFactor.recoveryHint"), autocomplete: "off" };
  const isWithout = problem.fields.recovery !== undefined;
  return html`<h1>${t("secondFactor.title")}</h1>
<p class="lead">${t("secondFactor.lead")}</p>
${errorSummary(face, problem)}
<form method="post" action="${step}/second-factor?${faceQuery(face)}" novalidate>
<input type="hidden" name="ticket" value="${ticket}">
${field(problem, { ...code, type: "text", maxLength: 12, isDigits: true, isOptional: true })}
<details${isWithout ? html` open` : null}><summary>${t("secondFactor.without")}</summary>
${field(problem, { ...recovery, type: "text", maxLength: 40, isOptional: true })}
<p class="hint">${t("secondFactor.lost")}</p>
</details>
<button type="submit">${t("signIn.action")}</button>
</form>
${hasPasskeys ? passkeyStep({ face, step }, ticket) : null}
<p class="other"><a href="${step}?${faceQuery(face)}">${t("backToSignIn")}</a></p>`;
}

interface SignUpValues {
  name?: string;
  email?: string;
  /** The person came with an invitation, whose address needs no mail to be checked. */
  isInvited?: boolean;
  /** The institutions with which an invited person may come instead. */
  providers?: readonly { id: string; name: string }[];
}

export function signUpForm({ face, step, problem }: FormPage, { name = "", email = "", isInvited, providers = [] }: SignUpValues): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("signUp.title")}</h1>
<p class="lead">${t(isInvited ? "signUp.leadInvited" : "signUp.lead")}</p>
${errorSummary(face, problem)}
${providers.length > 0 ? providerLinks({ face, step }, providers) : null}
<form method="post" action="${step}/sign-up?${faceQuery(face)}" novalidate>
${field(problem, { name: "name", label: t("name"), hint: t("signUp.nameHint"), type: "text", autocomplete: "name", maxLength: 120, value: name })}
${field(problem, { name: "email", label: t("email"), hint: t("signUp.emailHint"), type: "email", autocomplete: "email", maxLength: 254, value: email })}
<button type="submit">${t(isInvited ? "signUp.actionInvited" : "signUp.action")}</button>
</form>
<p class="other"><span>${t("signUp.hasAccount")}</span> <a href="${step}?${faceQuery(face, { account: "known" })}">${t("signIn.action")}</a></p>`;
}

export function forgotForm({ face, step, problem }: FormPage, values: { email?: string }): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("forgot.title")}</h1>
<p class="lead">${t("forgot.lead")}</p>
${errorSummary(face, problem)}
<form method="post" action="${step}/forgot?${faceQuery(face)}" novalidate>
${field(problem, { name: "email", label: t("email"), type: "email", autocomplete: "username", maxLength: 254, value: values.email ?? "" })}
<button type="submit">${t("forgot.action")}</button>
</form>
<p class="other"><a href="${step}?${faceQuery(face)}">${t("backToSignIn")}</a></p>`;
}

/** The page behind a mail's link: `confirm` finishes an account, `reset` changes a password. */
export function choosePasswordForm(
  { face, step, problem }: FormPage,
  { purpose, code, email, name }: { purpose: "confirm" | "reset"; code: string; email: string; name: string },
): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t(`${purpose}.title`)}</h1>
<p class="lead">${t(`${purpose}.lead`, { name, email })}</p>
${errorSummary(face, problem)}
<form method="post" action="${step}/${purpose}?${faceQuery(face)}" novalidate>
<input type="hidden" name="code" value="${code}">
<input class="unseen" type="email" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
${field(problem, { name: "password", label: t("newPassword"), hint: t("passwordHint"), type: "password", autocomplete: "new-password", maxLength: 200, minLength: 12 })}
<button type="submit">${t(`${purpose}.action`)}</button>
</form>`;
}

interface AddressForm {
  face: Face;
  act: "confirm" | "undo";
  code: string;
  email: string;
  name: string;
}

/** Confirms a new address, or takes the change of an address back. */
export function addressForm({ face, act, code, email, name }: AddressForm): Html {
  const t = translator(face.locale, "identity");
  return html`<h1>${t(`hub.${act}.title`)}</h1>
<p class="lead">${t(`hub.${act}.lead`, { name, email })}</p>
<p>${t(`hub.${act}.effect`)}</p>
<form method="post" action="/hub/address/${act}?${faceQuery(face)}">
<input type="hidden" name="code" value="${code}">
<button type="submit">${t(`hub.${act}.action`)}</button>
</form>`;
}

/** Signs in to an account that is about to be deleted: the person keeps it, or lets it go. */
export function keepForm({ face, step }: Omit<FormPage, "problem">, { code, date }: { code: string; date: string }): Html {
  const t = translator(face.locale, "identity");
  return html`<h1>${t("hub.keep.title")}</h1>
<p class="lead">${t("hub.keep.lead", { date })}</p>
<form method="post" action="${step}/keep?${faceQuery(face)}" class="choices">
<input type="hidden" name="code" value="${code}">
<button type="submit">${t("hub.keep.action")}</button>
<a class="button" href="${face.site.origin}/">${t("hub.keep.leave")}</a>
</form>`;
}

/** Asks for consent before an external application learns who the person is. */
export function consentForm({ face, step }: Omit<FormPage, "problem">, { client, email }: { client: string; email: string }): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("consent.title", { client })}</h1>
<p class="lead">${t("consent.lead", { client, email })}</p>
<ul class="facts"><li>${t("consent.name")}</li><li>${t("consent.email")}</li><li>${t("consent.language")}</li></ul>
<p>${t("consent.never", { client })}</p>
<form method="post" action="${step}/consent?${faceQuery(face)}" class="choices">
<button type="submit" name="answer" value="yes">${t("consent.action")}</button>
<button type="submit" name="answer" value="no" class="quiet">${t("consent.refuse")}</button>
</form>`;
}

/** What an application, or the command line, asks a person to allow. */
export interface Allowance {
  description: string;
  /** Who registered the application; null for the platform's command line. */
  ownerName: string | null;
  scopes: readonly ApplicationScope[];
  level: CommunityKeyScope | null;
  /** Titles of the datasets and layers that the application is limited to; empty: no limit. */
  dataTitles: readonly string[];
  /** The communities among which the command line acts in one; null for an application. */
  communities: readonly { id: string; name: string }[] | null;
}

/** Asks whether an application may act for the person: who asks, what it may do, until when. */
export function allowForm(
  { face, step }: Omit<FormPage, "problem">,
  {
    client,
    email,
    until,
    description,
    ownerName,
    scopes,
    level,
    dataTitles,
    communities,
  }: Allowance & { client: string; email: string; until: string },
): Html {
  const t = translator(face.locale, "hub");
  const services = scopes.filter((scope) => scope === "tiles" || scope === "features" || scope === "downloads");
  const facts = [
    scopes.includes("profile") ? t("allow.profile", { email }) : null,
    level && t(`allow.level.${level}`),
    level && services.length > 0
      ? t("allow.services", { list: services.map((service) => t(`allow.service.${service}`)).join(", ") })
      : null,
    level && dataTitles.length > 0 ? t("allow.data", { list: dataTitles.join(", ") }) : null,
    t("allow.until", { date: until }),
  ];
  return html`<h1>${t("consent.title", { client })}</h1>
<p class="lead">${ownerName === null ? t("allow.commandLine", { email }) : t("allow.lead", { client, owner: ownerName, email })}</p>
<ul class="facts">${facts.map((fact) => (fact ? html`<li>${fact}</li>` : null))}</ul>
${description ? html`<p>${t("allow.said", { description })}</p>` : null}
<p>${t("allow.never")}</p>
<form method="post" action="${step}/consent?${faceQuery(face)}" class="choices">
${communities === null ? null : communityChoice(face, communities)}
${communities?.length === 0 ? null : html`<button type="submit" name="answer" value="yes">${t("consent.action")}</button>`}
<button type="submit" name="answer" value="no" class="quiet">${t("consent.refuse")}</button>
</form>`;
}

function communityChoice(face: Face, communities: readonly { id: string; name: string }[]): Html {
  const t = translator(face.locale, "hub");
  if (communities.length === 0) return html`<p>${t("allow.noCommunity")}</p>`;
  return html`<fieldset class="field"><legend>${t("allow.community")}</legend>
${communities.map(({ id, name }, index) => html`<label class="option"><input type="radio" name="community" value="${id}" required${index === 0 ? html` checked` : null}> ${name}</label>`)}
</fieldset>`;
}

/** The page of the command line: the code that it shows is typed here. */
export function deviceForm(face: Face, { xsrf, isWrong }: { xsrf: string; isWrong: boolean }): Html {
  const t = translator(face.locale, "hub");
  const problem = isWrong ? { fields: { user_code: t("device.wrong") } } : { fields: {} };
  return html`<h1>${t("device.title")}</h1>
<p class="lead">${t("device.lead")}</p>
${errorSummary(face, problem)}
<form method="post" action="/oidc/device">
<input type="hidden" name="xsrf" value="${xsrf}">
${field(problem, { name: "user_code", label: t("device.code"), hint: t("device.codeHint"), type: "text", autocomplete: "off", maxLength: 20 })}
<button type="submit">${t("device.action")}</button>
</form>`;
}

/** Compares the typed code with the one on the person's screen: a stranger may have sent it. */
export function confirmDeviceForm(face: Face, { xsrf, userCode }: { xsrf: string; userCode: string }): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("device.confirmTitle")}</h1>
<p class="lead">${t("device.confirmLead")}</p>
<p class="device-code">${userCode}</p>
<form method="post" action="/oidc/device" class="choices">
<input type="hidden" name="xsrf" value="${xsrf}"><input type="hidden" name="user_code" value="${userCode}">
<button type="submit" name="confirm" value="yes">${t("device.confirm")}</button>
<button type="submit" name="abort" value="yes" class="quiet">${t("device.abort")}</button>
</form>`;
}

export function signOutForm(face: Face, { action, xsrf }: { action: string; xsrf: string }): Html {
  const t = translator(face.locale, "hub");
  return html`<h1>${t("signOut.title")}</h1>
<p class="lead">${t("signOut.lead")}</p>
<form method="post" action="${action}" class="choices">
<input type="hidden" name="xsrf" value="${xsrf}">
<button type="submit" name="logout" value="yes">${t("signOut.action")}</button>
<a class="button" href="${face.site.origin}/">${t("signOut.stay")}</a>
</form>`;
}

interface Message {
  title: string;
  text: string[];
  actions: { label: string; href: string }[];
  /** Small, below: what helps support. */
  note?: string | undefined;
}

/** A page with one message and the links that continue. */
export function messagePage({ title, text, actions, note }: Message): Html {
  return html`<h1>${title}</h1>
${text.map((paragraph) => html`<p class="lead">${paragraph}</p>`)}
<div class="choices">${actions.map(({ label, href }, index) => html`<a class="button${index === 0 ? " main" : ""}" href="${href}">${label}</a>`)}</div>
${note ? html`<p class="hint">${note}</p>` : null}`;
}
