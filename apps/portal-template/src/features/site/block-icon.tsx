import type { Icon as IconName } from "@archipel/blocks/field.ts";
import {
  Building2,
  CalendarCheck,
  Compass,
  Droplets,
  Factory,
  FileText,
  Flame,
  House,
  Info,
  Landmark,
  Layers,
  type LucideIcon,
  Map as MapIcon,
  MapPin,
  Mountain,
  Phone,
  Radio,
  Ruler,
  Scan,
  Shield,
  Trees,
  Waves,
} from "lucide-react";

const ICONS: Record<IconName, LucideIcon> = {
  building: Building2,
  calendar: CalendarCheck,
  compass: Compass,
  droplets: Droplets,
  factory: Factory,
  "file-text": FileText,
  flame: Flame,
  home: House,
  info: Info,
  landmark: Landmark,
  layers: Layers,
  map: MapIcon,
  "map-pin": MapPin,
  mountain: Mountain,
  phone: Phone,
  radio: Radio,
  ruler: Ruler,
  scan: Scan,
  shield: Shield,
  trees: Trees,
  waves: Waves,
};

export function BlockIcon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  const Icon = ICONS[name];
  return <Icon aria-hidden className={className} />;
}
