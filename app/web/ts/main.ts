import { offerCopying } from "./copy";
import { offerTheme } from "./switches";

offerTheme();
offerCopying();
