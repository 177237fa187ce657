import type { Picture } from "@archipel/blocks/field.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { say } from "../site/said.ts";
import type { BlockWorld } from "./world.ts";

interface ShownPictureProps {
  readonly world: BlockWorld;
  readonly picture: Picture | undefined;
  /** How wide the page shows it, as the attribute `sizes` says it. */
  readonly sizes: string;
  readonly className?: string;
  readonly isFirst?: boolean;
}

/** The picture that a block names, with what is known of its file; undefined when the file is gone. */
export function pictureOf({ found }: BlockWorld, picture: Picture | undefined) {
  const file = picture && found.pictures.find(({ id }) => id === picture.file);
  return file && file.variants.length > 0 ? file : undefined;
}

/** A picture in the width that the screen needs; nothing when its file is gone. */
export function ShownPicture({ world, picture, sizes, className, isFirst = false }: ShownPictureProps) {
  const file = pictureOf(world, picture);
  if (!picture || !file) return null;
  const own = say(world, picture.alt);
  const alt = picture.isDecorative ? { text: "", attrs: {} } : own.text ? own : say(world, file.alt);
  return (
    <PlainImage
      src={file.variants.at(-1)?.address ?? ""}
      srcSet={file.variants.map(({ address, width }) => `${address} ${width}w`).join(", ")}
      sizes={sizes}
      width={file.width}
      height={file.height}
      alt={alt.text}
      {...alt.attrs}
      loading={isFirst ? "eager" : "lazy"}
      decoding="async"
      className={className}
    />
  );
}

/** Who made it. */
export function creditOf(world: BlockWorld, picture: Picture | undefined): string {
  return picture?.credit || pictureOf(world, picture)?.credit || "";
}
