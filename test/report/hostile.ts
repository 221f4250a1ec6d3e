/** What a record, a policy or an answer of somebody else's endpoint could bring: breaks XML, HTML, Markdown and terminals. */
export const hostile =
  '<script>alert(1)</script> & "quoted" \' ]]> <![CDATA[ --> `code` **bold** [link](http://evil) |cell| \u0000\u001b[2J\ud800 \uffff\n\n# heading\n::error::injected';
