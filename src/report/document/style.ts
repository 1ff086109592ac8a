/**
 * The page's style. Letters are as wide as those that the charts were measured with. In the dark, charts are turned over
 * as a whole: light for dark with each hue kept, so that whatever told two things apart still does.
 */
export const STYLE = `
:root{--ink:#1a1a1a;--muted:#595959;--line:#dcdfe3;--paper:#fff;--tint:#f5f7f9;--accent:#0072b2;--good:#00755a;--bad:#ae4c00;color-scheme:light dark}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:57.5rem;background:var(--paper);color:var(--ink);font:16px/1.5 Arimo,"Liberation Sans",Arial,Helvetica,sans-serif;overflow-wrap:break-word}
h1{margin:0;font-size:2rem;line-height:1.2;letter-spacing:-.01em}
h2{margin:2.75rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);font-size:1.25rem;line-height:1.3}
section:first-child h2{position:absolute;width:1px;height:1px;margin:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%)}
p{margin:.75rem 0;max-width:44rem}
a{color:var(--accent)}
.subtitle{margin:.25rem 0 0;font-size:1.125rem;color:var(--muted)}
.facts{margin:.75rem 0 0;font-size:.875rem;color:var(--muted);max-width:none}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1.25rem 0 0;padding:.75rem 0 0;list-style:none;border-top:1px solid var(--line);font-size:.875rem}
nav a{color:var(--muted);text-decoration:none}
nav a:hover,nav a:focus{color:var(--accent);text-decoration:underline}
.lead{margin:1.75rem 0 1.5rem;font-size:1.25rem;line-height:1.45;max-width:none}
.quiet{font-size:.875rem;color:var(--muted)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
pre{margin:.75rem 0;padding:.75rem 1rem;background:var(--tint);overflow-x:auto;border-radius:4px}
main ul{margin:.75rem 0;padding-left:1.25rem;max-width:44rem}
main li{margin:.375rem 0}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1px;margin:1.5rem 0;background:var(--line);border:1px solid var(--line);border-radius:4px;overflow:hidden}
.key div{padding:.875rem 1rem;background:var(--paper)}
.key dt{font-size:.8125rem;color:var(--muted)}
.key dd{margin:0;font-size:.8125rem;line-height:1.4;color:var(--muted)}
.key .value{margin:.125rem 0;font-size:1.625rem;line-height:1.25;font-weight:bold;color:var(--ink);font-variant-numeric:tabular-nums}
.key .bad{color:var(--bad)}
.table{margin:1rem 0;overflow-x:auto}
table{border-collapse:collapse;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums}
caption{padding:0 0 .375rem;text-align:left;color:var(--muted);font-size:.8125rem}
th,td{padding:.3125rem 1.125rem .3125rem 0;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line);white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
thead th,thead td{color:var(--muted);font-weight:normal;border-bottom-color:var(--muted)}
thead tr:not(:last-child) th,thead tr:not(:last-child) td{border-bottom:0;padding-bottom:0}
thead .group{text-align:center}
.n{display:inline-block;min-width:3.5rem}
tbody th{font-weight:bold}
.right{text-align:right}
.good{color:var(--good)}
.bad{color:var(--bad);font-weight:bold}
td.quiet{white-space:normal;min-width:12rem}
.bar{vertical-align:baseline;margin-right:.375rem}
.bar rect{fill:var(--accent)}
.bar .rail{fill:var(--line)}
.bad .bar rect:not(.rail){fill:var(--bad)}
details{margin:.5rem 0;border-bottom:1px solid var(--line)}
details .table{margin-top:.25rem}
summary{padding:.5rem 0;cursor:pointer;font-weight:bold;font-size:.9375rem}
figure{position:relative;margin:1rem -12px}
h2+figure,h2+.table{margin-top:0}
figure svg{display:block;max-width:100%;height:auto}
.narrow{display:none}
.tip{position:absolute;z-index:1;max-width:18rem;padding:.375rem .625rem;background:var(--ink);color:var(--paper);font-size:.8125rem;line-height:1.4;border-radius:4px;pointer-events:none;white-space:pre-line}
.tip[hidden]{display:none}
@media (max-width:860px){
.key{grid-template-columns:1fr 1fr}
.key div:last-child:nth-child(odd){grid-column:1/-1}
}
@media (max-width:640px){
body{padding:1.25rem 1.25rem 3rem;font-size:15px}
h1{font-size:1.5rem}
.subtitle{font-size:1rem}
.lead{font-size:1.0625rem}
.key .value{font-size:1.25rem}
.wide{display:none}
.narrow{display:block}
.narrow svg{max-width:30rem;width:100%}
th,td{padding-right:.75rem}
tbody th{white-space:normal;min-width:6rem}
.bar{width:36px}
.n{min-width:3rem}
}
@media (prefers-color-scheme:dark){
:root{--ink:#e8e8e8;--muted:#a3a3a3;--line:#363636;--paper:#121212;--tint:#1d1d1d;--accent:#5fb3e6;--good:#4cc2a0;--bad:#f0904f}
figure svg{filter:invert(.93) hue-rotate(180deg)}
}
@media print{
:root{--ink:#000;--muted:#444;--line:#bbb;--paper:#fff;--tint:#f5f7f9;--accent:#0072b2;--good:#00755a;--bad:#ae4c00}
@page{margin:16mm}
body{max-width:none;padding:0;font-size:10.5pt}
nav,.tip{display:none}
.wide{display:block}
.narrow{display:none}
figure svg{filter:none}
figure{margin:1rem 0}
table{font-size:8pt}
th,td{padding-right:.625rem}
td.quiet,tbody th{white-space:normal}
.bar{width:36px}
figure,table,.key,li{break-inside:avoid}
h2,caption,summary{break-after:avoid}
.table{overflow:visible}
details::details-content{content-visibility:visible;height:auto}
}
`;
