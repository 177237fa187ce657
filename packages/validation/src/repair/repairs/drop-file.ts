import type { DeliveryFile } from "../../delivery/delivery.ts";

/** Files that operating systems and programs create, and nobody delivers on purpose. */
const JUNK = /(^|\/)(thumbs\.db|desktop\.ini|\.ds_store|~\$[^/]*|[^/]*\.(tmp|bak|lock))$/i;

/** True for a file that can be removed without loss: an empty file or a system file. */
export function isJunk({ path, size }: DeliveryFile): boolean {
  return size === 0 || JUNK.test(path);
}
