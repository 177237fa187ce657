import { nextBase } from "@archipel/config/next-base.ts";
import createNextIntlPlugin from "next-intl/plugin";

export default createNextIntlPlugin("./src/i18n/request.ts")(nextBase);
