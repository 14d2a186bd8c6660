//! Texts that are made up of words in all shapes, where words may stand.

use super::{agrees, config};
use proptest::prelude::*;
use proptest::sample::select;

/// Parts of words, two blanks between.
const PARTS: &str = r##"
a  b  1  a  b  'c d'  "e f"  "  "  *  ?  -  --b=  %  ^  @  :  ,  .  /  +  =  A=  +=  ;  |  &&  2>  é  !  #  ~  ~/
$A  ${B}  "$A"  $@  $1  $12  $?  $#  $*  $$  $!  $-  $0  ${1}  ${@}  $  $/  $|  $"  $)  "$"  "a$/b"  c$"
${A:-b}  ${A-}  ${A:-}  ${A:-/b/c.d}  ${A:-$B}  ${A:-a$B}  ${A:-${B}c}  ${A:-${B:-c}}  ${A:-$(b)}  ${A:-b c}
${A:-"b"}  ${A:-'b'}  ${A:-*}  ${A:-~}  ${A:-1}  ${A:--1}  "${A:-$B}"  ${A:-"$B"c}  ${A:-b"c"}  ${1:-b}  ${@:-b}
${A:=b}  ${A:=$B}  ${A=b}  ${A?}  ${A:?b}  ${A:?b c}  ${A:+b}  ${A+b}  ${A:+-b}  ${A:+ b}  ${A:+"$B c"}  ${A:+"b"}
${A%b}  ${A%.*}  ${A%%.*}  ${A%/*}  ${A%%[a-z]*}  ${A%%[-~bu]*}  ${A%%[.-]*}  ${A%$B}  ${A%"b"}  ${A%'b'}  ${A%\\}
${A#b}  ${A##*/}  ${A##*-}  ${A#*=}  ${A#v}  ${A%1}  ${A%?}  ${A##*:}  ${A%%:*}  ${A%@*}  ${A%,}  ${A#^}  ${A%%+*}
${A#~}  ${A%}  ${A#}  ${A% b}  ${A%b c}  ${A%)}  ${A#-}  ${A#--}  ${A##}  ${A%%}  ${A%%%}  ${A###}  ${A%=}  ${A%{}
${#A}  ${!A}  ${A:0:1}  ${A:1}  ${A^}  ${A^^}  ${A,,}  ${A,}  ${A[0]}  ${A@Q}
${A/b/c}  ${A/b}  ${A//b/c}  ${A//./-}  ${A/./}  ${A//./_}  ${A/#b/c}  ${A/%b/c}  ${A/b/$C}  ${A//-/}  ${A//+/-}
${A//\//-}  ${A/b/c d}  ${A//[a-z]/}  ${A//:/ }  ${A/~/b}  ${A//./}  ${A/}  ${A//}  ${A/b/c/d}
`a`  `a $B`  `a "b"`  `a 'b'`  $(a)  $(a "b")  `# a`  \ a  \a  \$  \"  \\  [a-z]  [0-9]  [!a]  [^a]  {}  {a,b}
{1..3}  [  ]  {  }  '{0}'  ${A:?b c d}  [a]b"##;

const STARTS: [&str; 15] = [
    "",
    "",
    "a ",
    "a ",
    "a ",
    "a \"",
    "A=",
    "A=\"",
    "export A=",
    "[ ",
    "a > ",
    "for x in ",
    "case ",
    "case a in ",
    "if [ ",
];

const ENDS: [&str; 11] = [
    "",
    "",
    "",
    "\"",
    " b",
    " ]",
    "; do a; done",
    " in a) b;; esac",
    ") b;; esac",
    " ]; then a; fi",
    "\n",
];

fn words() -> impl Strategy<Value = String> {
    let parts: Vec<&str> = PARTS.lines().flat_map(|line| line.split("  ")).collect();
    let blank = select(vec![" ", " ", " ", " ", "\n", "\\\n", "\\ ", "\t"]);
    let piece = prop_oneof![5 => select(parts), 1 => blank];
    let pieces = prop::collection::vec(piece, 1..9);
    let ends = (select(STARTS.to_vec()), select(ENDS.to_vec()));
    (ends, pieces).prop_map(|((start, end), pieces)| [start, &pieces.concat(), end].concat())
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn made_up_words_come_out_as_the_tree_has_them(text in words()) {
        agrees(&text);
    }
}
