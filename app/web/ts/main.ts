import "htmx.org";
import { offerTheme } from "./switches";

offerTheme();
