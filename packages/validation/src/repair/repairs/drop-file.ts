import type { DeliveryFile } from "../../delivery/delivery.ts";

/** What systems and programs leave behind, and nobody delivers on purpose. */
const JUNK = /(^|\/)(thumbs\.db|desktop\.ini|\.ds_store|~\$[^/]*|[^/]*\.(tmp|bak|lock))$/i;

/** May a file be taken out without asking? Only when nothing can be lost with it: it is empty, or a left-over. */
export function isJunk({ path, size }: DeliveryFile): boolean {
  return size === 0 || JUNK.test(path);
}
