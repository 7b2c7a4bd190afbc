// What every page runs. Each part finds what it is for on the page, and leaves alone what is not there.
import "htmx.org";
import "./sources.js";
import "./who.js";
import "./combobox.js";
import "./ask.js";
import "./copy.js";
import "./select-all.js";
import "./teaching.js";
