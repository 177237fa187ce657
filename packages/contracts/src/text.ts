import { z } from "zod";

export const locales = ["fr", "en"] as const;
export const locale = z.enum(locales);
export type Locale = z.infer<typeof locale>;

/** One line of text typed by a person: trimmed, no control characters. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), { message: "control-characters" });
}

/** Free text of several lines, possibly empty. */
export function paragraph(max: number) {
  return z.string().trim().max(max);
}

/** The same text in each language of the interface. A missing language falls back to the other. */
export const localized = z.object({ fr: z.string().max(500).optional(), en: z.string().max(500).optional() });
export type Localized = z.infer<typeof localized>;

/** A part of an address: lower case letters, digits, single hyphens inside. */
export const slug = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const email = z.email().max(254).toLowerCase();

/** A domain of addresses: `mairie-ormelune.fr`, without the at sign. */
export const mailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^@/, ""))
  .pipe(
    z
      .string()
      .max(190)
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/),
  );
