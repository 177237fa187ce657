import { clsx } from "clsx";

/** A theme's one-colour mark, in the accent colour; decorative, since the name is beside it. */
export function LogoMark({ src, className }: { readonly src: string; readonly className?: string | undefined }) {
  return (
    <span
      aria-hidden
      style={{ maskImage: `url("${src}")` }}
      className={clsx(
        "inline-block size-10 shrink-0 bg-accent [mask-position:center] [mask-repeat:no-repeat] [mask-size:contain]",
        className,
      )}
    />
  );
}
