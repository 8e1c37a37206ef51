#include "output/page_parts.h"

/*
 * Dark blue #12436D actual, orange #B93F00 needs attention, teal #0B7568 on target, grey #505A64 context: each at least 4.5:1 on
 * white and on the page's ground.
 */
static const char STYLE[] =
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;scroll-behavior:auto}\n"
    "body{margin:0;background:#F4F6F8;color:#1B2733;font:400 1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;"
    "font-variant-numeric:tabular-nums}\n"
    "a{color:#12436D;text-underline-offset:.15em}\n"
    "a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid #B93F00;outline-offset:2px}\n"
    ".skip{position:absolute;left:-999rem;top:0;background:#fff;color:#12436D;padding:.6rem 1rem;z-index:1}\n"
    ".skip:focus{left:0}\n"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n"
    ".width{max-width:66rem;margin:0 auto;padding:0 1rem}\n"
    ".banner{background:#12436D;color:#fff;padding:1.5rem 0}\n"
    ".banner p{margin:0;color:#E6EEF5}\n"
    "h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0 .5rem;text-wrap:balance}\n"
    "h2{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem}\n"
    "h3{font-size:1.1rem;line-height:1.35;margin:0 0 .25rem}\n"
    ".card{background:#fff;border:1px solid #DDE3E9;border-radius:8px;padding:1.5rem;margin:1.25rem 0}\n"
    ".card h3+dl,.card h3+ul,.card h3+p{margin-top:.5rem}\n"
    "*+h3{margin-top:1.5rem}\n"
    ".part{margin:2.5rem 0 0;color:#12436D}\n"
    ".points{margin:0;padding-left:1.5rem}\n"
    ".points li{margin:.5rem 0;max-width:52rem}\n"
    ".points a{font-weight:700;color:#1B2733}\n"
    ".also{margin:.75rem 0 0;color:#505A64}\n"
    ".overview h3{margin:1.75rem 0 .75rem;color:#12436D}\n"
    ".tiles{list-style:none;margin:0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr))}\n"
    ".tile{background:#fff;border:1px solid #DDE3E9;border-top:4px solid #8C97A3;border-radius:8px;padding:1rem 1.1rem}\n"
    ".tile-met{border-top-color:#0B7568}\n"
    ".tile-missed{border-top-color:#B93F00}\n"
    ".tile p{margin:0}\n"
    ".tile .name a{font-weight:700;color:#1B2733;text-decoration-color:#B1B9C2}\n"
    ".value strong{font-size:1.7rem;line-height:1.3}\n"
    ".tile .value strong{font-size:1.55rem}\n"
    ".interval{color:#505A64;font-size:.85rem;white-space:nowrap}\n"
    ".verdict{font-size:.95rem}\n"
    ".verdict span,.verdict strong{display:inline-block}\n"
    ".spark{display:block;width:100%;max-width:16rem;height:auto;margin:.5rem 0}\n"
    ".sentence,.subtitle,.note,.ways{color:#505A64}\n"
    ".tile .sentence,.tile .doubt,.tile .remark{font-size:.85rem}\n"
    ".tile .doubt,.tile .remark{margin-bottom:.35rem}\n"
    ".meaning,.doubt,.remark{max-width:52rem}\n"
    ".meaning{margin:0}\n"
    ".subtitle{margin:0 0 .75rem}\n"
    ".figure{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1.5rem}\n"
    ".figure p{margin:0}\n"
    ".card>.doubt{margin:.25rem 0 0}\n"
    ".card>.sentence{margin:.25rem 0 1rem}\n"
    ".line{display:block;width:100%;min-width:36rem;height:auto}\n"
    ".ways{font-size:.9rem;margin:.75rem 0 0}\n"
    "code{font-family:ui-monospace,Consolas,'DejaVu Sans Mono',monospace;font-size:.9em;background:#EEF2F6;color:#1B2733;padding:.1em .35em;border-radius:4px;"
    "overflow-wrap:anywhere}\n"
    ".mark-met{color:#0B7568}\n"
    ".mark-missed{color:#B93F00}\n"
    ".mark-open{color:#1B2733}\n"
    ".mark-none{color:#505A64}\n"
    ".scroll{overflow-x:auto;margin-top:1.25rem}\n"
    "table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}\n"
    "caption{text-align:left;padding:0 0 .5rem}\n"
    "caption strong,caption .note{display:block}\n"
    "caption strong,caption .note{max-width:min(52rem,100vw - 4.5rem)}\n"
    "th,td{text-align:left;vertical-align:baseline;padding:.4rem .7rem .4rem 0;border-bottom:1px solid #DDE3E9}\n"
    "thead th{vertical-align:bottom;border-bottom:2px solid #8C97A3;font-weight:700;color:#505A64}\n"
    "tbody th{font-weight:600;min-width:8rem}\n"
    "td.n,th.n{text-align:right}\n"
    "td.n,th.short{white-space:nowrap}\n"
    "td[class^=mark]{white-space:nowrap}\n"
    "th:last-child,td:last-child{padding-right:0}\n"
    ".total th,.total td{border-top:2px solid #8C97A3;font-weight:700}\n"
    ".bar{width:56px;height:10px;margin-left:.6rem}\n"
    "th.barred{padding-right:calc(56px + 1.3rem)}\n"
    "details{margin-top:1.25rem}\n"
    "summary{cursor:pointer;font-weight:600;color:#12436D}\n"
    "dl{margin:0}\n"
    "dt{font-weight:700;margin-top:.75rem}\n"
    "dd{margin:0;max-width:52rem;overflow-wrap:anywhere}\n"
    "ul{padding-left:1.25rem}\n"
    ":target{scroll-margin-top:1rem}\n"
    "@media (max-width:30rem){.card{padding:1rem}h1{font-size:1.4rem}}\n";

static const char PRINT_STYLE[] =
    "@page{margin:15mm}@media print{details::details-content{content-visibility:visible;block-size:auto}body{background:#fff;font-size:10pt}.skip,.ways,summary{display:none}.banner{color:#000;background:#fff;border-bottom:2px solid #12436D;"
    "padding:0 0 .5rem}.banner p{color:#000}.width{max-width:none;padding:0}.card,.tile{break-inside:avoid-page;border-radius:0}"
    ".card{border:0;border-top:1px solid #8C97A3;padding:.75rem 0}.scroll{overflow:visible}.line{min-width:0}thead{display:table-header-group}"
    "tr{break-inside:avoid}h2,h3{break-after:avoid}.tiles{grid-template-columns:repeat(3,1fr)}}\n";

const char *sr_page_get_style(void)
{
    return STYLE;
}

const char *sr_page_get_print_style(void)
{
    return PRINT_STYLE;
}
