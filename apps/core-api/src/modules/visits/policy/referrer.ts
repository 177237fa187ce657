const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The host of the site that led to a page; "" for the portal itself, for none, and for what is no host of the internet. */
export function referrerKey(from: string, own: string): string {
  const host = from.toLowerCase().replace(/:\d+$/, "");
  return HOST.test(host) && host !== own ? host : "";
}
