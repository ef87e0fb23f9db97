export { chooseLanguage, currentLanguage, LANGUAGES, type Language, useLanguage } from "./language";
export { LanguageProvider, loadRest, RestTexts } from "./provider";
