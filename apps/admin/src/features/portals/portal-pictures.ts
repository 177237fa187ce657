import { PORTAL_PICTURES, type PortalPicture, type PortalView } from "@archipel/contracts/portals.ts";
import { useEffect, useState } from "react";
import { sendFile } from "../../api/send-file.ts";
import { links } from "../../links.ts";

/** What a person chose before the form is saved: a file, or null to remove the picture. */
export type ChosenPictures = Readonly<Partial<Record<PortalPicture, File | null>>>;
/** Addresses of pictures; without an entry the portal has none. */
export type PictureAddresses = Readonly<Partial<Record<PortalPicture, string>>>;

/** Uploads and removes the chosen pictures of a portal. A refusal is thrown in the same form as errors of tRPC calls, and ends the rest. */
export async function sendPictures(portalId: string, chosen: ChosenPictures): Promise<void> {
  for (const picture of PORTAL_PICTURES) {
    const file = chosen[picture];
    if (file !== undefined) await sendFile(links.portalPictureUpload(portalId, picture), file);
  }
}

/** The pictures that the portal has. */
export function picturesOf(portal: PortalView): PictureAddresses {
  const paths = { logo: portal.logoPath, "dark-logo": portal.darkLogoPath, icon: portal.iconPath, share: portal.sharePath };
  return Object.fromEntries(PORTAL_PICTURES.flatMap((one) => (paths[one] ? [[one, links.portalPicture(paths[one])]] : [])));
}

/** The pictures as they will be: those of the portal, with what was chosen. */
export function useShownPictures(saved: PictureAddresses, chosen: ChosenPictures): PictureAddresses {
  const [made, setMade] = useState<PictureAddresses>({});
  useEffect(() => {
    const urls = Object.fromEntries(
      PORTAL_PICTURES.flatMap((one) => (chosen[one] ? [[one, URL.createObjectURL(chosen[one])]] : [])),
    ) as PictureAddresses;
    setMade(urls);
    return () => {
      for (const url of Object.values(urls)) URL.revokeObjectURL(url);
    };
  }, [chosen]);
  const shown = PORTAL_PICTURES.flatMap((one) => {
    const url = chosen[one] === null ? undefined : (made[one] ?? saved[one]);
    return url ? [[one, url]] : [];
  });
  return Object.fromEntries(shown);
}
