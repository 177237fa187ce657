import { z } from "zod";
import { myCommunity } from "./communities.ts";
import { id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { email, line, locale } from "./text.ts";

/** At least 12 characters and no composition rule: length protects better than special characters. */
export const password = z.string().min(12).max(200);

export const me = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale,
  isOperator: z.boolean(),
  communities: z.array(myCommunity),
});
export type Me = z.infer<typeof me>;

export const personStatus = z.enum(["active", "suspended"]);
export type PersonStatus = z.infer<typeof personStatus>;

/** A person in the operators' list: name and dates, but no activity in communities. */
export const person = z.object({
  id,
  name: z.string(),
  email: z.string(),
  status: personStatus,
  isOperator: z.boolean(),
  communityCount: z.int(),
  createdAt: z.date(),
});
export type PersonSummary = z.infer<typeof person>;

export const listPeopleInput = z.object({ q: z.string().trim().max(100).optional(), status: personStatus.optional(), ...pageInput });
export const setPersonStatusInput = z.object({ userId: id, status: personStatus });

export const updateProfileInput = z.object({ name: line(120).optional(), locale: locale.optional() });
export const changePasswordInput = z.object({ current: z.string().max(200), next: password });
/** The password is chosen later, through the link in the mail that proves the address. */
export const signUpInput = z.object({ name: line(120), email });
export const signInInput = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(200) });
export const forgotPasswordInput = z.object({ email });
export const choosePasswordInput = z.object({ code: z.string().min(20).max(200), password });
