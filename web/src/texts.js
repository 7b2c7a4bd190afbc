// Our words on the page with the editor, in the language of the page.
import danish from "./danish.json";
import english from "./english.json";

export const isDanish = document.documentElement.lang === "da";
export default isDanish ? danish : english;
