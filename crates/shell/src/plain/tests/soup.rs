//! Texts that are made up of pieces in any order.

use super::{agrees, config};
use proptest::prelude::*;
use proptest::sample::select;

/// What plain texts are made of, two blanks between.
const PLAIN: &str = r##"
a  b  1  'c d'  "e $F"  $A  ${B}  $C  --x=y  /z/*  A=b  B=c  -d  {}  {a,b}  [a-z]  "$(b)"  `b`  $(a )  ~/e  2>&1  > f
;  &&  ||  |  ;  &&  \;  \(  \)  \$  ; [ -n a ] &&  ${A:-b}  ${A%.*}  ${A##*/}  $@  $1  $?  "$@"  !=  é  \\  "\""
test  sh -c  cd  export  unset  let  echo  eval  exec  read  set -e  time  ; f() { a ; } ;  ; ( a ) |  && { b ; } >
; if a ; then  ; fi &&"##;

/// What makes them more.
const MORE: &str = r##"
A=  =  -  +  ,  :  .  @  %  ^  ?  *  /  ~  &  ;;  |&  '  "  \  #  $(  \$  `  ${  }  {  !  $  >  <  >>  &>  >&2  [  ]
[ a ==  [ $A =  =~  ${A:-$B}  ${A:+ -x}  :-  %%  $#  $$  case  in  esac  if  then  fi  for  do  done  while  a()  (  )  (a)
[a]b  [a]::b  [  .b  '{0}'  ~b"##;

pub(super) fn soup() -> impl Strategy<Value = String> {
    let pieces = |text: &'static str| {
        let pieces = text.lines().flat_map(|line| line.split("  "));
        select(pieces.collect::<Vec<_>>())
    };
    let piece = prop_oneof![6 => pieces(PLAIN), 1 => pieces(MORE)];
    let behind = select(vec!["", " ", " ", " ", " ", " ", " ", "\n", "\\\n", "\t"]);
    let piece = (piece, behind).prop_map(|(piece, behind)| [piece, behind].concat());
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn made_up_texts_come_out_as_the_tree_has_them(text in soup()) {
        agrees(&text);
    }
}
