import { LogoMark } from "@archipel/ui/logo-mark.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { clsx } from "clsx";
import type { Site } from "./loaders.ts";

/** The portal's logo. Decorative: its name is always beside it. */
export function PortalLogo({ logo, className }: { readonly logo: Site["logo"]; readonly className?: string }) {
  if (logo.isMark) return <LogoMark src={logo.src} className={className} />;
  const shape = clsx("h-10 w-auto max-w-40 object-contain", className);
  if (!logo.dark) return <PlainImage src={logo.src} alt="" className={shape} />;
  // The one that is not shown is not loaded either.
  return (
    <>
      <PlainImage src={logo.src} alt="" loading="lazy" className={clsx(shape, "in-light")} />
      <PlainImage src={logo.dark} alt="" loading="lazy" className={clsx(shape, "in-dark")} />
    </>
  );
}
