//! What a command line is: which programs run, with which words, where.
