import { translator } from "@archipel/i18n/translator.ts";
import { type Html, html } from "../html.ts";
import type { Face } from "./face.ts";

/** The errors of a form: messages of `hub.errors` by input, and optionally one for the whole form. */
export interface FormProblem {
  fields: Partial<Record<string, Html | string>>;
  form?: string;
}

export const noProblem: FormProblem = { fields: {} };

interface Field {
  name: string;
  label: string;
  hint?: string;
  type: "text" | "email" | "password";
  autocomplete: string;
  value?: string;
  maxLength: number;
  minLength?: number;
  /** Shows the keys of digits on a phone. */
  isDigits?: boolean;
  isOptional?: boolean;
}

/** A labelled input whose hint and error are tied to it. */
export function field(
  problem: FormProblem,
  { name, label, hint, type, autocomplete, value, maxLength, minLength, isDigits, isOptional }: Field,
): Html {
  const error = problem.fields[name];
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return html`<div class="field${error ? " wrong" : ""}">
<label for="${name}">${label}</label>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
${error ? html`<p class="error" id="${name}-error">${error}</p>` : null}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="${maxLength}"${minLength ? html` minlength="${minLength}"` : null}${isDigits ? html` inputmode="numeric"` : null}${isOptional ? null : html` required`}
${value ? html` value="${value}"` : null}${described ? html` aria-describedby="${described}"` : null}${error ? html` aria-invalid="true"` : null}${type === "email" ? html` spellcheck="false" autocapitalize="none"` : null}>
</div>`;
}

/** Above the form: its errors, each a link to its input. */
export function errorSummary(face: Face, problem: FormProblem): Html | null {
  const fields = Object.entries(problem.fields);
  if (fields.length === 0 && !problem.form) return null;
  const t = translator(face.locale, "hub");
  return html`<div class="summary" role="alert" tabindex="-1">
<h2>${t("errors.title")}</h2>
${problem.form ? html`<p>${problem.form}</p>` : null}
${fields.length > 0 ? html`<ul>${fields.map(([name, error]) => html`<li><a href="#${name}">${error}</a></li>`)}</ul>` : null}
</div>`;
}
