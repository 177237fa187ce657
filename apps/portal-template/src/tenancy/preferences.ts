/** Cookies with a visitor's choices, per host. They contain no identity. */
export const LOCALE_COOKIE = "language";
export const MODE_COOKIE = "mode";
export const PREFERENCE_MAX_AGE_SECONDS = 365 * 24 * 3600;
