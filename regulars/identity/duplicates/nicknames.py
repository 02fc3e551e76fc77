# ruff: noqa: E501
"""English given names and what they are shortened to; compared as the name on the left."""

NICKNAMES = {
    "abigail": "abby gail", "albert": "al bert bertie", "alexander": "alex sandy xander lex", "alexandra": "sandra lexi",
    "alfred": "alf alfie", "amanda": "mandy", "andrew": "andy drew", "anthony": "tony ant", "antonia": "toni",
    "arthur": "art", "barbara": "barb babs barbie", "benjamin": "ben benny benji", "bernard": "bernie",
    "beverley": "bev", "bradley": "brad", "cameron": "cam", "catherine": "kate cathy katie kathy kitty cath",
    "charles": "charlie chuck chas", "charlotte": "lottie charley", "christina": "tina chrissie",
    "christine": "chris chrissy", "christopher": "kit topher", "clifford": "cliff", "cynthia": "cindy",
    "daniel": "dan danny", "david": "dave davey", "deborah": "deb debbie debra", "dominic": "dom", "donald": "don donny",
    "dorothy": "dot dottie dolly", "douglas": "doug", "edward": "ed eddie ted teddy ned", "eleanor": "ellie nell nora",
    "elizabeth": "liz lizzie beth betty eliza bess lisa libby", "emily": "em emmy", "eugene": "gene",
    "florence": "flo florrie", "frances": "fran francie", "francis": "frank frankie", "frederick": "fred freddie freddy",
    "gabriel": "gabe", "geoffrey": "geoff jeff", "gerald": "gerry", "gillian": "gill", "gregory": "greg", "harold": "hal",
    "henry": "harry hank", "herbert": "herb", "isabella": "bella izzy isabel", "jacob": "jake", "jacqueline": "jackie",
    "james": "jim jimmy jamie", "janet": "jan", "jason": "jay", "jennifer": "jen jenny", "jeremy": "jez jem",
    "jessica": "jess jessie", "joanna": "jo joanne", "john": "jack johnny jon", "jonathan": "jonny jonathon",
    "joseph": "joe joey", "joshua": "josh", "josephine": "josie", "judith": "judy", "katherine": "kathryn kat",
    "kenneth": "ken kenny", "kimberly": "kim", "laurence": "larry lawrence laurie", "leonard": "len lenny leo",
    "lillian": "lily lil", "louis": "lou lewis", "lucinda": "lucy", "madeleine": "maddie", "malcolm": "mal",
    "margaret": "maggie meg peggy marge margie madge greta", "martin": "marty", "matilda": "tilly mattie",
    "matthew": "matt", "maxwell": "max", "melanie": "mel", "michael": "mike mick mickey micky", "mitchell": "mitch",
    "nancy": "nan", "natalie": "nat", "natasha": "tasha", "nathaniel": "nathan nate", "nicholas": "nick nicky",
    "nicole": "nikki", "oliver": "ollie", "pamela": "pam", "patricia": "trish pat patsy tricia",
    "patrick": "paddy", "penelope": "penny", "peter": "pete", "philip": "phil phillip pip", "phoebe": "bee",
    "priscilla": "cilla", "rachel": "rach", "raymond": "ray", "rebecca": "becky becca", "reginald": "reg",
    "richard": "rick ricky dick rich richie", "robert": "bob bobby rob robbie", "rodney": "rod",
    "roger": "rodge", "ronald": "ron ronnie", "rosemary": "rosie rose", "russell": "russ", "samantha": "sammy",
    "samuel": "sam", "sarah": "sally sadie sara", "sebastian": "seb", "sidney": "sid", "simon": "si",
    "sophia": "sophie", "stanley": "stan", "stephanie": "steph", "stephen": "steve steven stevie", "stewart": "stuart stu",
    "susan": "sue susie suzy", "suzanne": "suzie", "terence": "terry", "theodore": "theo", "theresa": "terri tess tessa",
    "thomas": "tom tommy", "timothy": "tim timmy", "tobias": "toby", "valerie": "val", "vanessa": "nessa",
    "veronica": "ronni", "victor": "vic", "victoria": "vicky vicki", "vincent": "vince", "virginia": "ginny",
    "walter": "wally walt", "wilfred": "wilf", "william": "bill billy will willy liam", "winifred": "winnie",
    "zachary": "zach zack",
}  # fmt: skip
NAMES = {short: name for name, shorts in NICKNAMES.items() for short in shorts.split()}
"""The name behind each nickname."""
