"""Who belongs to whom in the Army of Aldmark: commands, and the units below each of them.

A line is the short code, the profile (what kind of work, so which KPIs) and the name; the indent is
the level. A group or region holds units together and reports nothing of its own.
"""

COMMANDS = """
NFC | Northern Field Command              | 12400 | 2100
SFC | Southern Field Command              | 10900 | 1550
EFC | Eastern Field Command               | 13100 | 2400
SOC | Special Operations Command          |  1000 |  220
AMD | Air and Missile Defence Command     |  4100 |  450
SIG | Signal and Cyber Command            |  2500 |  300
MAT | Materiel Command                    |  6900 |  350
LOG | Logistics and Movement Command      |  8200 | 1150
ENG | Engineer and Installations Command  |  5300 |  700
MED | Medical Command                     |  3600 |  200
TDC | Training and Doctrine Command       |  7400 |  400
PER | Personnel and Recruiting Command    |  1200 |    0
RES | Reserve Command                     | 11800 |  380
"""

FIGHTING = {
    "NFC": """
2AB brigade 2nd Armoured Brigade
  21TK battalion 21st Tank Battalion
  22TK battalion 22nd Tank Battalion
  23MI battalion 23rd Mechanised Battalion
  24AR battalion 24th Field Artillery Battalion
5IB brigade 5th Arctic Infantry Brigade
  51IN battalion 51st Infantry Battalion
  52IN battalion 52nd Infantry Battalion
  53IN battalion 53rd Ski Infantry Battalion
  54AR battalion 54th Field Artillery Battalion
SBN brigade Support Brigade North
  TBN supply Transport Battalion North
  MBN supply Maintenance Battalion North
  UBN supply Supply Battalion North
10AR regiment 10th Artillery Regiment
  101RA battalion 101st Rocket Artillery Battalion
  102LO battalion 102nd Artillery Locating Battalion
8RR regiment 8th Ranger Regiment
  81RA battalion 81st Ranger Battalion
  82RA battalion 82nd Ranger Battalion
  83BG battalion Northern Border Battalion
CR coastal Coastal Regiment
""",
    "SFC": """
3MB brigade 3rd Mechanised Brigade
  31MI battalion 31st Mechanised Battalion
  32MI battalion 32nd Mechanised Battalion
  33TK battalion 33rd Tank Battalion
  34AR battalion 34th Field Artillery Battalion
6IB brigade 6th Infantry Brigade
  61IN battalion 61st Infantry Battalion
  62IN battalion 62nd Infantry Battalion
  63IN battalion 63rd Mountain Infantry Battalion
  64AR battalion 64th Field Artillery Battalion
15AB brigade 15th Airborne Brigade
  151PA battalion 151st Parachute Battalion
  152PA battalion 152nd Parachute Battalion
  153AM battalion 153rd Air Assault Battalion
SBS brigade Support Brigade South
  TBS supply Transport Battalion South
  MBS supply Maintenance Battalion South
  UBS supply Supply Battalion South
14AR regiment 14th Artillery Regiment
  141RA battalion 141st Rocket Artillery Battalion
  142LO battalion 142nd Artillery Locating Battalion
13RR regiment 13th Reconnaissance Regiment
  131RE battalion 131st Reconnaissance Battalion
  132RE battalion 132nd Reconnaissance Battalion
""",
    "EFC": """
1AB brigade 1st Armoured Brigade
  11TK battalion 11th Tank Battalion
  12TK battalion 12th Tank Battalion
  13MI battalion 13th Mechanised Battalion
  14AR battalion 14th Field Artillery Battalion
4MB brigade 4th Mechanised Brigade
  41MI battalion 41st Mechanised Battalion
  42MI battalion 42nd Mechanised Battalion
  43TK battalion 43rd Tank Battalion
  44AR battalion 44th Field Artillery Battalion
7IB brigade 7th Infantry Brigade
  71IN battalion 71st Infantry Battalion
  72IN battalion 72nd Infantry Battalion
  73IN battalion 73rd Infantry Battalion
  74AR battalion 74th Field Artillery Battalion
SBE brigade Support Brigade East
  TBE supply Transport Battalion East
  MBE supply Maintenance Battalion East
  UBE supply Supply Battalion East
12AR regiment 12th Artillery Regiment
  121RA battalion 121st Rocket Artillery Battalion
  122LO battalion 122nd Artillery Locating Battalion
9RR regiment 9th Reconnaissance Regiment
  91RE battalion 91st Reconnaissance Battalion
""",
    "SOC": """
SOR regiment Special Operations Regiment
  1SO battalion 1st Special Operations Battalion
  2SO battalion 2nd Special Operations Battalion
  3SO battalion 3rd Maritime Operations Battalion
LRP regiment Long Range Patrol Regiment
  1LP battalion 1st Long Range Patrol Battalion
  2LP battalion 2nd Long Range Patrol Battalion
AVS battalion Special Aviation Battalion
SSB supply Special Operations Support Battalion
SEL school Selection and Training Wing
""",
    "AMD": """
1AD regiment 1st Air Defence Regiment
  11AD battalion 11th Air Defence Battalion
  12AD battalion 12th Air Defence Battalion
  13AD battalion 13th Air Defence Battalion
2AD regiment 2nd Air Defence Regiment
  21AD battalion 21st Air Defence Battalion
  22AD battalion 22nd Air Defence Battalion
  23AD battalion 23rd Air Defence Battalion
3MD regiment 3rd Missile Defence Regiment
  31MD battalion 31st Missile Defence Battalion
  32MD battalion 32nd Missile Defence Battalion
RAD regiment Radar Regiment
  1RD signals 1st Radar Battalion
  2RD signals 2nd Radar Battalion
ADS supply Air Defence Support Battalion
UAS battalion Unmanned Systems Battalion
""",
    "RES": """
RNO group Reserve Region North
  311R reserve 311th Reserve Infantry Battalion
  312R reserve 312th Reserve Infantry Battalion
  313R reserve 313th Reserve Infantry Battalion
  314R reserve 314th Reserve Infantry Battalion
  315A reserve 315th Reserve Artillery Battalion
  316E reserve 316th Reserve Engineer Battalion
  317S reserve 317th Reserve Supply Battalion
REA group Reserve Region East
  321R reserve 321st Reserve Infantry Battalion
  322R reserve 322nd Reserve Infantry Battalion
  323R reserve 323rd Reserve Infantry Battalion
  324R reserve 324th Reserve Infantry Battalion
  325A reserve 325th Reserve Artillery Battalion
  326E reserve 326th Reserve Engineer Battalion
  327S reserve 327th Reserve Supply Battalion
RSO group Reserve Region South
  331R reserve 331st Reserve Infantry Battalion
  332R reserve 332nd Reserve Infantry Battalion
  333R reserve 333rd Reserve Infantry Battalion
  334R reserve 334th Reserve Infantry Battalion
  335A reserve 335th Reserve Artillery Battalion
  336E reserve 336th Reserve Engineer Battalion
  337S reserve 337th Reserve Supply Battalion
RWE group Reserve Region West
  341R reserve 341st Reserve Infantry Battalion
  342R reserve 342nd Reserve Infantry Battalion
  343R reserve 343rd Reserve Infantry Battalion
  344R reserve 344th Reserve Infantry Battalion
  345A reserve 345th Reserve Artillery Battalion
  346E reserve 346th Reserve Engineer Battalion
  347S reserve 347th Reserve Supply Battalion
RCE group Reserve Region Centre
  351R reserve 351st Reserve Infantry Battalion
  352R reserve 352nd Reserve Infantry Battalion
  353R reserve 353rd Reserve Infantry Battalion
  354R reserve 354th Reserve Infantry Battalion
  355A reserve 355th Reserve Artillery Battalion
  356E reserve 356th Reserve Engineer Battalion
  357S reserve 357th Reserve Supply Battalion
""",
}
