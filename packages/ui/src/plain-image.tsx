import type { ComponentProps } from "react";

interface PlainImageProps extends ComponentProps<"img"> {
  readonly src: string;
  /** Empty when the image is decorative. */
  readonly alt: string;
}

/**
 * An image that browsers load as it is: core-api has encoded it again at its size, or it is a file of this browser. The image optimiser
 * of Next has nothing to add, and could not read images that need the person's session.
 */
export function PlainImage({ alt, ...props }: PlainImageProps) {
  return <img alt={alt} {...props} />;
}
