import { LogoMark } from "@archipel/ui/logo-mark.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { clsx } from "clsx";
import type { Site } from "./loaders.ts";

/** The portal's logo. Decorative: its name is always beside it. */
export function PortalLogo({ logo, className }: { readonly logo: Site["logo"]; readonly className?: string }) {
  if (logo.isMark) return <LogoMark src={logo.src} className={className} />;
  return <PlainImage src={logo.src} alt="" className={clsx("h-10 w-auto max-w-40 object-contain", className)} />;
}
