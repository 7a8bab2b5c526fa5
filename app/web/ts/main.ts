import "htmx.org";
import { offerCopying } from "./copy";
import { offerTheme } from "./switches";

offerTheme();
offerCopying();
