import { providerSettings, type SignInProvider } from "@archipel/contracts/identity-providers.ts";
import { z } from "zod";

/** A list as a person types it: words apart by spaces, commas or lines. */
const typedList = z.string().transform((text) => text.split(/[\s,;]+/).filter((word) => word !== ""));
const settings = providerSettings.shape;

/** The form of a provider: lists are texts, and an empty secret keeps the stored one. */
export const providerForm = z.object({
  ...settings,
  clientSecret: z
    .string()
    .transform((text) => (text.trim() === "" ? null : text.trim()))
    .pipe(settings.clientSecret),
  userinfoAlgorithm: z
    .string()
    .transform((text) => (text === "" ? null : text))
    .pipe(settings.userinfoAlgorithm),
  scopes: typedList.pipe(settings.scopes),
  wantedAcr: typedList.pipe(settings.wantedAcr),
  secondStepValues: typedList.pipe(settings.secondStepValues),
  emailDomains: typedList.pipe(settings.emailDomains),
});
export type ProviderTyped = z.input<typeof providerForm>;
export type ProviderSent = z.output<typeof providerForm>;

/** What the form shows at first. */
export function typedOf(provider: SignInProvider | null): ProviderTyped {
  if (!provider) {
    return {
      ...{
        name: { fr: "", en: "" },
        issuer: "",
        clientId: "",
        clientSecret: "",
        clientAuth: "basic",
        scopes: "profile email",
        usesPkce: true,
      },
      ...{
        userinfoAlgorithm: "",
        wantsAmr: false,
        wantedAcr: "",
        secondStepValues: "",
        emailDomains: "",
        trustsAddresses: false,
        isOn: false,
      },
    };
  }
  const { name, issuer, clientId, clientAuth, usesPkce, wantsAmr, trustsAddresses, isOn } = provider;
  return {
    ...{ name, issuer, clientId, clientSecret: "", clientAuth, usesPkce, wantsAmr, trustsAddresses, isOn },
    userinfoAlgorithm: provider.userinfoAlgorithm ?? "",
    scopes: provider.scopes.join(" "),
    wantedAcr: provider.wantedAcr.join(" "),
    secondStepValues: provider.secondStepValues.join(" "),
    emailDomains: provider.emailDomains.join(" "),
  };
}

/** The inputs of the form that an error of core-api can name. */
export function inputOf(path: string): keyof ProviderTyped | "name.fr" | "name.en" | null {
  if (path === "name.fr" || path === "name.en") return path;
  const [first = ""] = path.split(".");
  return first in providerForm.shape ? (first as keyof ProviderTyped) : null;
}
