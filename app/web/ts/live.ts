// Pages that update in part load htmx; the others do without its weight.
import "htmx.org";
