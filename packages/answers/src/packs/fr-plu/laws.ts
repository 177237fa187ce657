/** The texts of law that the planning rules name. */
export const PLANNING_CODE = "Code de l’urbanisme";
