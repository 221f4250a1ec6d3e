import { layoutStyle } from "./layout.ts";

/** Colours with a contrast of at least 4.5 to 1 to what is behind them, in both themes. */
const colours = `
:root{color-scheme:light dark;
--page:#f6f7f9;--card:#fff;--sunk:#f3f5f7;--line:#dde2e8;--text:#1b2026;--soft:#57606a;--link:#0757ba;
--good:#16703a;--good-back:#e6f4ea;--bad:#bc1c2c;--bad-back:#fdecec;--open:#845400;--open-back:#fdf3da;
--allowed:#23884a;--denied:#cf2436;--unknown:#8a939d;--panel:#fafbfc;--shadow:0 1px 2px rgb(20 30 40/.06),0 4px 16px rgb(20 30 40/.05)}
@media(prefers-color-scheme:dark){:root{
--page:#0e1217;--card:#161b22;--sunk:#10151b;--line:#2b333d;--text:#e4e9ee;--soft:#9aa5b1;--link:#74b0ff;
--good:#56c97c;--good-back:#12291b;--bad:#ff8a84;--bad-back:#331619;--open:#e0ad4a;--open-back:#2c2310;
--allowed:#3fae66;--denied:#f2555a;--unknown:#77828e;--panel:#12171d;--shadow:none}}`;

const text = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
pre{margin:8px 0 0;padding:10px 12px;background:var(--sunk);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap}
small{font-size:13px;color:var(--soft)}
p{margin:0}
h1,h2,h3,h4{margin:0;font-weight:650;line-height:1.25}
a{color:var(--link);text-underline-offset:2px}
ul,ol{margin:0;padding:0;list-style:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.symbols{position:absolute;width:0;height:0;overflow:hidden}
.note{color:var(--soft);font-size:13px;margin-top:8px}
.sign{display:inline-flex;flex:none;align-items:center;justify-content:center;width:18px;height:18px;border-radius:50%;font:700 11px/1 system-ui,sans-serif;color:var(--card)}
.sign.good{background:var(--good)}.sign.bad{background:var(--bad)}.sign.open{background:var(--open)}
.good{--tone:var(--good);--back:var(--good-back)}.bad{--tone:var(--bad);--back:var(--bad-back)}.open{--tone:var(--open);--back:var(--open-back)}
.fix{margin-top:6px}.fix>b{color:var(--good);margin-right:2px}
.message{margin:0 0 4px;padding:12px 14px;border:0;border-left:3px solid var(--tone);border-radius:0 8px 8px 0;background:var(--back)}
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
.quiet>summary{display:inline-block;color:var(--soft);font-size:13px;padding:3px 0}
.quiet>summary::before{content:"";display:inline-block;width:6px;height:6px;margin:0 8px 2px 2px;border:solid currentColor;border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);transition:transform .12s}
.quiet[open]>summary::before{transform:rotate(45deg)}
.quiet>summary:hover{color:var(--text)}`;

const top = `
.page{max-width:1024px;margin:0 auto;padding:32px 24px 96px}
.hero{padding-bottom:8px}
.brand{font-size:13px;font-weight:600;color:var(--soft);letter-spacing:.01em}
.hero h1{display:flex;align-items:center;gap:14px;margin:14px 0 6px;font-size:44px;letter-spacing:-.022em;color:var(--tone)}
.hero h1 .sign{width:38px;height:38px;font-size:22px;color:var(--page);background:var(--tone)}
.lead{font-size:19px;line-height:1.4}
.meta{margin-top:10px;color:var(--soft);font-size:13px}
.bar{display:block;width:100%;height:8px;margin:18px 0 14px;border-radius:4px;background:var(--line)}
.bar rect{fill:var(--tone)}
.hero>.quiet{margin-top:10px}
.told{margin-top:18px;display:grid;gap:10px}
.told li{padding:12px 16px;background:var(--card);border:1px solid var(--line);border-left:3px solid var(--tone);border-radius:4px 10px 10px 4px}
.told a{font-weight:600;color:var(--text)}
.told p{overflow-wrap:anywhere}.told .names{margin-top:4px;font-size:13px}.told .names a{font-weight:400;color:var(--soft)}
.controls{margin:8px 0 0;display:grid;gap:6px;font-size:14px}
.controls li{display:flex;gap:10px}.controls .sign{margin-top:2px}
#tools{display:flex;flex-wrap:wrap;align-items:center;gap:8px 18px;margin-top:28px;font-size:14px}
#tools[hidden]{display:none}
#tools label{display:flex;align-items:center;gap:7px}
#tools .search{flex:1 1 280px}
#tools .search span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
input[type=search]{width:100%;padding:8px 12px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px}
input::placeholder{color:var(--soft);opacity:1}
input[type=checkbox]{width:16px;height:16px;margin:0;accent-color:var(--link)}
h2{margin:32px 0 10px;font-size:17px}h2 small{font-weight:400}`;

const scenario = `
.scenario{background:var(--card);border:1px solid var(--line);margin-top:-1px}
.group .scenario:first-of-type{border-radius:12px 12px 0 0}.group .scenario:last-of-type{border-radius:0 0 12px 12px}
.group .scenario:only-of-type{border-radius:12px}
.scenario>summary{display:grid;grid-template-columns:18px minmax(0,1fr) auto;gap:2px 12px;padding:12px 18px;align-items:start}
.scenario>summary .sign{margin-top:3px}
.scenario>summary:hover{background:var(--sunk);border-radius:12px}
.scenario>summary b{display:block;font-weight:500}
.scenario>summary code{color:var(--soft)}
.scenario .key{grid-column:2;grid-row:2}.scenario .took{grid-column:3;grid-row:1;white-space:nowrap;font-variant-numeric:tabular-nums}
.body{padding:6px 18px 22px}
.part{margin-top:26px}.part:first-child{margin-top:12px}.part>h3{margin-bottom:12px;font-size:15px}
figure{margin:0}figcaption{margin-top:10px;color:var(--soft);font-size:13px}`;

const diagram = `
.diagram{position:relative;margin:0 auto;max-width:none}
.lines{position:absolute;inset:0;width:100%;height:100%}
.panel{fill:var(--panel);stroke:var(--line)}
symbol g path:first-child{fill:none;stroke-width:1.75}
.flow{fill:none;stroke:var(--line);stroke-width:5}
.account{position:absolute;font-size:12.5px;color:var(--soft);white-space:nowrap}.account b{color:var(--text);font-weight:650}
.node{position:absolute;display:flex;flex-direction:column;justify-content:center;padding:0 12px;background:var(--card);border:1px solid var(--line);border-radius:10px;box-shadow:var(--shadow);line-height:1.3;min-width:0}
.node b{font-size:13px;font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.node .kind,.node small{font-size:12px;color:var(--soft);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.arrow{position:absolute;translate:-50% -50%;display:inline-flex;align-items:center;gap:6px;height:26px;padding:0 10px 0 4px;border-radius:13px;background:var(--card);border:1.5px solid var(--tone);color:var(--text);font-size:12.5px;font-weight:550;text-decoration:none;white-space:nowrap}
.arrow.open{--tone:var(--unknown)}.arrow .sign{width:17px;height:17px}
.arrow:hover{background:var(--back)}.arrow:focus-visible{outline-offset:2px;border-radius:13px}
.for-narrow{display:none}
.checks{margin-top:16px;border:1px solid var(--line);border-radius:10px}
.check+.check{border-top:1px solid var(--line)}
.check>summary{display:flex;align-items:center;gap:10px;padding:8px 14px;font-size:14px}
.check>summary:hover{background:var(--sunk)}
.check .what{flex:1;min-width:0;overflow-wrap:anywhere}
.word{color:var(--tone);font-size:13px;font-weight:550}
.check.open>summary .word{color:var(--soft)}
.reasons{padding:2px 14px 16px 42px;font-size:14px;scroll-margin:25vh}
.reasons:focus{outline:none}
.check:has(.reasons:target),.check:has(.reasons:focus){box-shadow:inset 3px 0 0 var(--tone)}
.reasons section+section{margin-top:16px;padding-top:14px;border-top:1px dashed var(--line)}
.reasons h4{display:flex;flex-wrap:wrap;align-items:center;gap:7px;font-size:14px;font-weight:550}
.reasons h4 code{font-weight:650}
.who{margin:4px 0 8px;color:var(--soft)}.who code{color:inherit}
.ground{margin-top:8px}.ground>p{display:flex;gap:8px}.ground>p>.sign{width:15px;height:15px;font-size:9px;margin-top:4px}
.ground>p{display:block}.ground>p>.sign{margin:0 7px 0 0;vertical-align:-2px}
.statement{padding-left:14px}`;

const rest = `
.track{display:block;width:100%;height:16px;margin-bottom:8px}
.track path{fill:none;stroke:var(--tone,var(--soft));vector-effect:non-scaling-stroke}
.track .axis{stroke:var(--line);stroke-width:2}.track .span{stroke-width:6;stroke-linecap:butt}.track .span.plain{stroke:var(--unknown);opacity:.55}.track .mark{stroke-width:2.5}
.timeline li{display:grid;grid-template-columns:92px 18px minmax(0,1fr);gap:10px;padding:4px 0;font-size:14px;align-items:start}
.timeline .sign{margin-top:2px}
.at{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums;white-space:nowrap}
.timeline .at{text-align:right;padding-top:1px}
.dot{width:8px;height:8px;margin:7px 5px 0;border-radius:50%;background:var(--unknown)}
.timeline small{display:block}
dl{margin:0}dd{margin:0;min-width:0;overflow-wrap:anywhere}
.object dl{display:grid;grid-template-columns:92px minmax(0,1fr);gap:4px 20px;font-size:14px}
.object dt,.facts dt{color:var(--soft)}
.object dt{text-align:right}
.object+.object{margin-top:20px}
.dump{overflow-wrap:normal}
.steps ol ol{margin-left:28px}
.phase{margin:14px 0 4px;font-size:13px;font-weight:600;color:var(--soft)}.phase:first-child{margin-top:0}
.step{display:flex;gap:10px;padding:3px 0;font-size:14px}.step .sign{margin-top:2px}.step .what{flex:1;min-width:0;overflow-wrap:anywhere}
.step small{white-space:nowrap;font-variant-numeric:tabular-nums}
.steps .message{margin:4px 0 6px 28px}
.facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 14px;margin:0 0 4px 28px;font-size:13px}
.steps .quiet{margin-left:28px}
.requests{margin:4px 0 10px;border-left:2px solid var(--line)}
.requests li{padding:5px 0 5px 12px;font-size:13px}
.requests p{overflow-wrap:anywhere}.requests .at{display:inline-block;min-width:66px}
.requests b{font-weight:600}
.status{color:var(--tone);font-weight:550;white-space:nowrap}
.requests code,.sent{color:var(--soft)}
.decision .sign{width:14px;height:14px;font-size:8px;margin-right:6px;vertical-align:-2px}.decision code{color:var(--text)}`;

const sheets = `
.sheet{margin-top:28px;padding:4px 18px 18px;background:var(--card);border:1px solid var(--line);border-radius:12px}
.sheet h2{margin-top:16px}.sheet+.group,.hero+main>.group:first-child{margin-top:20px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:24px;margin:14px 0 10px}
.charts p{font-size:14px;margin-bottom:6px}.charts b{font-weight:600}
.charts svg{display:block;width:100%;height:72px}.charts rect{fill:var(--tone)}
.charts path{fill:none;vector-effect:non-scaling-stroke}.charts .axis{stroke:var(--line);stroke-width:1}.charts .latency{stroke:var(--link);stroke-width:2}
.unsteady{margin:6px 0;font-size:14px;display:grid;gap:3px}
.repair{padding-left:22px;list-style:decimal;display:grid;gap:4px}.repair li{overflow-wrap:anywhere}
.diff{white-space:pre-wrap}.diff .good{color:var(--good);background:var(--good-back)}.diff .bad{color:var(--bad);background:var(--bad-back)}.diff .file{color:var(--soft)}
.matrix{width:100%;margin-top:10px;border-collapse:collapse;font-size:14px;table-layout:fixed}
.matrix th,.matrix td{padding:8px 10px;text-align:left;vertical-align:top;border-top:1px solid var(--line);font-weight:400;overflow-wrap:anywhere}
.matrix thead th{border:0;color:var(--soft);font-size:13px}.matrix tbody th{width:34%}
.matrix .none{color:var(--soft)}.matrix li{padding:4px 0}.matrix li small{display:block}
.matrix .sign{width:15px;height:15px;font-size:9px;vertical-align:-2px}`;

const small = `
@media(max-width:1019px){.node{padding:0 9px}.node b{font-size:12.5px}.for-wide{display:none}.for-narrow{display:block}}
@media(max-width:640px){
.page{padding:20px 12px 64px}.hero,h2,#tools{padding-left:4px;padding-right:4px}
.hero h1{font-size:36px;gap:12px;margin-top:10px}.hero h1 .sign{width:32px;height:32px;font-size:18px}.lead{font-size:17px}
.scenario>summary,.body{padding-left:10px;padding-right:10px}
.reasons{padding-left:14px}
.timeline li{grid-template-columns:74px 18px minmax(0,1fr);gap:8px}
.object dl{grid-template-columns:1fr;gap:0}.object dt{text-align:left;margin-top:6px;font-size:13px}
.steps ol ol,.steps .quiet,.facts,.steps .message{margin-left:14px}}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}*{transition:none!important}}
@media print{
:root{--page:#fff;--card:#fff;--sunk:#fff;--shadow:none}
body{font-size:11px}.page{max-width:none;padding:0}#tools{display:none!important}
.node,.check,.told li,.step,.timeline li,.requests li{break-inside:avoid}
.sign,.bar,.bar rect,.message{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;

export const style = [colours, text, top, scenario, diagram, layoutStyle(), rest, sheets, small].join("\n").trim();
