import { z } from "zod";
import { myCommunity } from "./communities.ts";
import { id } from "./ids.ts";
import { email, line, locale } from "./text.ts";

/** Long passwords over odd ones: 12 characters at least, no composition rule. */
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

export const updateProfileInput = z.object({ name: line(120).optional(), locale: locale.optional() });
export const changePasswordInput = z.object({ current: z.string().max(200), next: password });
export const signUpInput = z.object({ name: line(120), email, password });
