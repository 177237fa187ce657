import { sendFile } from "../../api/send-file.ts";
import { links } from "../../links.ts";

/** Uploads the logo of a portal. A refusal is thrown in the same form as errors of tRPC calls. */
export async function sendLogo(portalId: string, file: File): Promise<void> {
  await sendFile(links.portalLogoUpload(portalId), file);
}
