/** A part of `pg` that its types leave out. */
declare module "pg/lib/utils.js" {
  const utils: { prepareValue(value: unknown): string | Uint8Array | null };
  export default utils;
}
