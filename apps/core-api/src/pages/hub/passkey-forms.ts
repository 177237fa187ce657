import { translator } from "@archipel/i18n/translator.ts";
import { type Html, html } from "../html.ts";
import { type Face, faceQuery } from "./face.ts";
import { errorSummary, type FormProblem, field } from "./form.ts";

/** The forms that the script of passkeys (passkeys.js) fills in and sends. Hidden until it finds that the browser has passkeys. */

interface PasskeyForm {
  face: Face;
  kind: "sign-in" | "second-step" | "register";
  /** Where the signature is sent; `options` below it says what to sign. */
  path: string;
  ticket?: string;
  label: string;
  inner?: Html | null;
}

function passkeyForm({ face, kind, path, ticket, label, inner = null }: PasskeyForm): Html {
  const t = translator(face.locale, "hub");
  const query = faceQuery(face);
  return html`<form method="post" action="${path}?${query}" class="passkey" data-passkey="${kind}" data-options="${path}/options?${query}"
data-cancelled="${t("passkey.cancelled")}" data-failed="${t("passkey.failed")}" data-known="${t("passkey.known")}" hidden>
<input type="hidden" name="signed" value="">
${ticket === undefined ? null : html`<input type="hidden" name="ticket" value="${ticket}">`}
${inner}
<button type="submit"${kind === "register" ? null : html` class="quiet"`}>${label}</button>
<p class="error" role="alert" hidden></p>
</form>`;
}

/** On the sign-in page: the passkey alone. */
export function passkeySignIn({ face, step }: { face: Face; step: string }): Html {
  const label = translator(face.locale, "hub")("passkey.signIn");
  return passkeyForm({ face, kind: "sign-in", path: `${step}/passkey`, label });
}

/** After the password: a passkey instead of the app's code. */
export function passkeyStep({ face, step }: { face: Face; step: string }, ticket: string): Html {
  const label = translator(face.locale, "hub")("passkey.step");
  return passkeyForm({ face, kind: "second-step", path: `${step}/passkey`, ticket, label });
}

/** Adds a passkey to the account. */
export function newPasskeyForm(
  { face, problem }: { face: Face; problem: FormProblem },
  { ticket, email, name }: { ticket: string; email: string; name: string },
): Html {
  const t = translator(face.locale, "hub");
  const label = t("newPasskey.name");
  const inner = field(problem, {
    ...{ name: "name", label, hint: t("newPasskey.nameHint"), type: "text" as const, autocomplete: "off", value: name, maxLength: 60 },
    isOptional: true,
  });
  return html`<h1>${t("newPasskey.title")}</h1>
<p class="lead">${t("newPasskey.lead", { email })}</p>
${errorSummary(face, problem)}
<p data-without-passkeys>${t("passkey.unknown")}</p>
${passkeyForm({ face, kind: "register", path: "/hub/passkeys/new", ticket, label: t("newPasskey.action"), inner })}`;
}
