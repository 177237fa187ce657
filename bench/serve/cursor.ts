/** A cursor of `/ogc` items that begins after a feature of a layer with so many features. */
export const cursorAfter = (after: number, rows: number) => Buffer.from(`${after}.${rows}`, "latin1").toString("base64url");
