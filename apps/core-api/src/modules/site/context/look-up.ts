import type { References } from "@archipel/blocks/references.ts";
import { texts } from "@archipel/blocks/texts.ts";
import type { BlockContext, SitePicture } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { z } from "zod";
import { noContext } from "../policy.ts";
import { type ContextRow, contextRead, contextRows, type PictureRow } from "../queries/context.ts";

/** A width that a picture was drawn in, as stored. */
const storedVariant = z.object({
  width: z.int(),
  height: z.int(),
  key: z.string(),
  format: z.enum(["jpeg", "png", "webp"]),
});
const storedVariants = z.array(storedVariant);
/** The widths of a picture, from the narrowest. */
export const variantsOf = (stored: unknown): z.infer<typeof storedVariants> => storedVariants.parse(stored);
const storedAlt = texts(300, { isOneLine: true }).catch({});

export function pictureOf(portalId: string, row: PictureRow): SitePicture {
  const { id, isDecorative, credit, width, height } = row;
  const variants = variantsOf(row.variants).map((one) => ({
    width: one.width,
    height: one.height,
    address: `/assets/portals/${portalId}/media/${id}/${one.width}`,
  }));
  return { id, isDecorative, credit, width, height, alt: storedAlt.parse(row.alt), variants };
}

/** What ids in blocks and links lead to, in a transaction of a visitor: a manager gets the same answer as everyone. */
export async function lookUp(tx: Tx, portalId: string, named: References): Promise<BlockContext> {
  return namesNothing(named) ? noContext : contextFrom(portalId, await contextRows(tx, portalId, named));
}

const namesNothing = (named: References) => Object.values(named).every((ids) => ids.length === 0);

/** The statement by which a portal is opened together with what its links lead to; null: they name nothing. */
export const contextOpening = {
  read: (portalId: string, named: References) => (namesNothing(named) ? null : contextRead(portalId, named)),
  from: (portalId: string, [row]: readonly ContextRow[]) => (row ? contextFrom(portalId, row) : noContext),
};

function contextFrom(portalId: string, { pages, datasets, maps, layers, pictures }: ContextRow): BlockContext {
  const kindOf = (kind: string) => (kind === "story" ? ("story" as const) : ("map" as const));
  return {
    targets: { pages, datasets, layers, maps: maps.map(({ kind, ...map }) => ({ ...map, kind: kindOf(kind) })) },
    pictures: pictures.map((row) => pictureOf(portalId, row)),
  };
}
